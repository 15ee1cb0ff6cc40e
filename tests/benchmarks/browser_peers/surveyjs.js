// As the documentation of SurveyJS says for a page without a framework.
import { Model } from "survey-core";
import { renderSurvey } from "survey-js-ui";

const model = new Model(globalThis.definition);
renderSurvey(model, document.querySelector("#survey"));
globalThis.shown = model;
