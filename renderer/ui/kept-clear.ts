/** In styles/base.css. */
const variable = '--la-notices-bottom';

/** A ref for what stands at the foot of the column of passing messages: they stay above it, whatever its height. */
export function keptClear(element: HTMLElement): () => void {
  const root = document.documentElement.style;
  const observer = new ResizeObserver(() => root.setProperty(variable, `${element.offsetHeight}px`));
  observer.observe(element);
  return () => {
    observer.disconnect();
    root.removeProperty(variable);
  };
}
