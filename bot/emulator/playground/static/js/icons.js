// The page's icons, drawn on a 24 × 24 grid with strokes in the current colour.

const NS = "http://www.w3.org/2000/svg";

const PATHS = {
  hash: ["M10 4 7.5 20", "M16.5 4 14 20", "M4.5 9h16", "M3.5 15h16"],
  megaphone: ["M4 10v4l3 .5L8.5 20H11l-1-5 9 3.5V5.5L8 10Z"],
  forum: ["M4 5h13v9H9l-4 3.5V14H4Z", "M9 17h6l4 3v-3h1V9"],
  thread: ["M6 4v9a3 3 0 0 0 3 3h9", "M14.5 12.5 18 16l-3.5 3.5"],
  at: ["M15.5 12a3.5 3.5 0 1 1-7 0 3.5 3.5 0 0 1 7 0Zm0 0v1.5a2.5 2.5 0 0 0 5 0V12a8.5 8.5 0 1 0-3.5 6.9"],
  menu: ["M4 7h16", "M4 12h16", "M4 17h16"],
  close: ["M6 6l12 12", "M18 6 6 18"],
  sun: ["M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8Z", "M12 2.5V5", "M12 19v2.5", "M2.5 12H5", "M19 12h2.5", "M5.3 5.3 7 7", "M17 17l1.7 1.7", "M18.7 5.3 17 7", "M7 17l-1.7 1.7"],
  moon: ["M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5Z"],
  restart: ["M19 12a7 7 0 1 1-2.2-5.1", "M19.5 3.5V8H15"],
  log: ["M7 4v14", "M3.5 14.5 7 18l3.5-3.5", "M17 20V6", "M13.5 9.5 17 6l3.5 3.5"],
  eye: ["M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12Z", "M12 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5Z"],
  chevron: ["M6 9.5l6 6 6-6"],
  external: ["M13 5h6v6", "M19 5l-9 9", "M10 5H6a1 1 0 0 0-1 1v12a1 1 0 0 0 1 1h12a1 1 0 0 0 1-1v-4"],
  apps: ["M5 5h5v5H5Z", "M14 5h5v5h-5Z", "M5 14h5v5H5Z", "M16.5 14v5", "M14 16.5h5"],
  warning: ["M12 4 2.5 20h19Z", "M12 10v4.5", "M12 17v.5"],
  bin: ["M5 7h14", "M9 7V4.5h6V7", "M7 7l1 13h8l1-13"],
  image: ["M4 5h16v14H4Z", "M4 16l5-5 4 4 3-3 4 4", "M15.5 8.5h.01"],
  check: ["M5 12.5 10 17.5 19 7"],
};

/** An icon by name; decorative, so hidden from screen readers. */
export function icon(name) {
  const svg = document.createElementNS(NS, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  for (const d of PATHS[name]) {
    const path = document.createElementNS(NS, "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}
