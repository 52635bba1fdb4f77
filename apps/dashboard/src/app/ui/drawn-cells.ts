/** Cells that are drawn by hand, each known by all that it shows: one that shows the same stands. */
export class DrawnCells<T> {
  #cells = new Map<string, HTMLElement>();

  /** @param draw Puts text where text is meant: what is shown comes from other people's programs. */
  constructor(
    private readonly parent: HTMLElement,
    private readonly draw: (cell: T) => HTMLElement,
  ) {}

  /** No two show the same: each says where it stands. */
  show(wanted: readonly T[]): void {
    const cells = new Map<string, HTMLElement>();
    for (const cell of wanted) {
      const key = JSON.stringify(cell);
      cells.set(key, this.#cells.get(key) ?? this.draw(cell));
    }
    this.#cells = cells;
    replaceChanged(this.parent, [...cells.values()]);
  }
}

export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  name: string,
  text = '',
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (name !== '') made.className = name;
  made.textContent = text;
  return made;
}

export const titled = <T extends HTMLElement>(drawn: T, title: string): T => Object.assign(drawn, { title });

export function gridCell(column: number, place: number, name: string): HTMLElement {
  const cell = element('span', name);
  cell.setAttribute('role', 'gridcell');
  cell.setAttribute('aria-colindex', String(column));
  cell.style.gridColumn = String(place);
  return cell;
}

/** What stands where it stood is not touched, so that the browser lays out nothing again. */
function replaceChanged(parent: HTMLElement, wanted: readonly HTMLElement[]): void {
  wanted.forEach((child, at) => {
    const known = parent.children[at];
    if (!known) parent.append(child);
    else if (known !== child) known.replaceWith(child);
  });
  while (parent.children.length > wanted.length) parent.lastElementChild?.remove();
}
