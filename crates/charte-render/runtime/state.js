// Says the choice in words, where a page has a place for it.
import { data } from "./data.js";
import { fill } from "./element.js";

export const stating = ({ config, texts, services, granted, state, everywhere }) => {
  const { s0, s1, s2, s3, s4 } = data.texts;

  const sentence = () => {
    const { chosenAt, isTold } = state();
    if (!chosenAt) return isTold ? texts.x : s0;
    const names = services.filter(({ id }) => granted().has(id)).map((service) => service.n);
    const some = names.length < services.length ? fill(s3, new Intl.ListFormat(...data.locale).format(names)) : s1;
    const until = new Date(chosenAt + config.days * 864e5).toLocaleDateString(...data.locale);
    return (names[0] ? some : s2) + " " + fill(s4, until);
  };

  return () =>
    everywhere("[data-charte-state]").forEach((place) => {
      const text = sentence();
      // What is written is seen as a change of the page.
      if (place.textContent !== text) place.textContent = text;
    });
};
