// As the README of enketo-core says: the form is in the page already, its model is a string.
import { Form } from "enketo-core";

const form = new Form(document.querySelector("form.or"), { modelStr: globalThis.model }, {});
globalThis.problems = form.init();
globalThis.shown = form;
