/** The script of the HTML report: it filters and searches results, opens and closes details, and copies commands. */
export const SCRIPT = `
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const form = document.querySelector(".toolbar");
  const articles = all("article");
  const texts = new Map(articles.map((article) => [article, article.textContent.toLowerCase()]));
  const closed = () => all("main details:not(.setup)");

  function checked(name) {
    return new Set(all("input[name=" + name + "]:checked", form).map((input) => input.value));
  }

  function apply() {
    const text = form.elements.text.value.trim().toLowerCase();
    const levels = checked("level");
    const outcomes = checked("outcome");
    let shown = 0;
    for (const article of articles) {
      const { level, outcome } = article.dataset;
      article.hidden = !(levels.has(level) && outcomes.has(outcome) && texts.get(article).includes(text));
      shown += article.hidden ? 0 : 1;
    }
    for (const section of all("[data-section]")) {
      section.hidden = !all("article", section).some((article) => !article.hidden);
      if (text !== "" && !section.hidden && section.tagName === "DETAILS") {
        section.open = true;
      }
    }
    document.querySelector(".nothing").hidden = shown > 0;
    form.querySelector("output").textContent = shown + " of " + articles.length + " shown";
  }

  function toggle(open) {
    for (const details of closed()) {
      details.open = open;
    }
  }

  function reveal() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let element = target && target.parentElement; element; element = element.parentElement) {
      if (element.tagName === "DETAILS") {
        element.open = true;
      }
    }
    if (target) {
      target.scrollIntoView();
    }
  }

  async function copy(button) {
    const code = button.parentElement.querySelector("code");
    try {
      await navigator.clipboard.writeText(code.textContent);
    } catch {
      const range = document.createRange();
      range.selectNodeContents(code);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      document.execCommand("copy");
    }
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = "Copy"; }, 1500);
  }

  form.hidden = false;
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.elements.expand.addEventListener("click", () => toggle(true));
  form.elements.collapse.addEventListener("click", () => toggle(false));
  for (const button of all(".copy")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }
  addEventListener("hashchange", reveal);
  addEventListener("beforeprint", () => toggle(true));
  addEventListener("keydown", (event) => {
    if (event.key === "/" && !/INPUT|TEXTAREA/.test(document.activeElement.tagName)) {
      event.preventDefault();
      form.elements.text.focus();
    }
  });
  apply();
  reveal();
})();
`;
