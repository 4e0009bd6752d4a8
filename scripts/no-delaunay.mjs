/** In the place of d3-delaunay in the bundle: see bundle.mjs. */
export class Delaunay {}
