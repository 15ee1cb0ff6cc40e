# What lme4 offers: a mixed model of scores by REML, as it is and with its quicker settings.
#   Rscript with_lme4.R scores.csv    columns score, type, clinician, consultation, observer
suppressMessages(library(lme4))
ratings <- read.csv(commandArgs(TRUE)[1])
for (name in c("clinician", "consultation", "observer")) ratings[[name]] <- factor(ratings[[name]])
formula <- score ~ type + (1 | clinician) + (1 | consultation) + (1 | observer)
spent <- function(run) { time <- system.time(model <- run()); list(seconds = time[["user.self"]] + time[["sys.self"]], model = model) }
usual <- spent(function() lmer(formula, ratings))
quick <- spent(function() lmer(formula, ratings, control = lmerControl(optimizer = "bobyqa", calc.derivs = FALSE)))
components <- as.data.frame(VarCorr(quick$model))
of <- function(name) sprintf("%.10g", components$vcov[components$grp == name])
cat(sprintf('{"usual": %.4f, "quick": %.4f, "deviance": %.6f, "components": [%s, %s, %s, %s]}\n', usual$seconds, quick$seconds,
            REMLcrit(quick$model), of("clinician"), of("consultation"), of("observer"), of("Residual")))
