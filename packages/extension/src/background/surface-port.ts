/** Name of the port that a surface holds while it is open. */
export const SURFACE_PORT = 'surface';
