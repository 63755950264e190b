/** Draws points with the graphics card. The shaders are the program's own text: the page may not make any out of data. */
import {
  type BufferInfo,
  createBufferInfoFromArrays,
  createProgramInfo,
  drawBufferInfo,
  setBuffersAndAttributes,
  setUniforms,
} from 'twgl.js';
import { drawingOrder, type Painter } from './painter.ts';

const vertex = `#version 300 es
in vec2 place;
in vec4 colour;
uniform vec2 middle;
uniform vec2 perUnit;
uniform float width;
out vec4 shown;
void main() {
  gl_Position = vec4((place - middle) * perUnit, 0.0, 1.0);
  gl_PointSize = colour.a > 0.0 ? width : 0.0;
  shown = colour;
}`;

const fragment = `#version 300 es
precision highp float;
in vec4 shown;
uniform float width;
uniform vec3 rim;
out vec4 result;
void main() {
  if (shown.a <= 0.0) discard;
  float far = length(gl_PointCoord - 0.5) * width;
  float edge = width * 0.5 - far;
  if (edge <= 0.0) discard;
  vec3 colour = mix(rim, shown.rgb, width > 6.0 ? clamp(edge - 0.6, 0.75, 1.0) : 1.0);
  float alpha = shown.a * clamp(edge, 0.0, 1.0);
  result = vec4(colour * alpha, alpha);
}`;

const nothing: Painter = {
  kind: 'webgl',
  setPoints: () => undefined,
  setLooks: () => undefined,
  paint: () => undefined,
  end: () => undefined,
};

/** Null where there is no WebGL 2. */
export function webglPainter(canvas: HTMLCanvasElement, onLost: () => void): Painter | null {
  const gl = canvas.getContext('webgl2', { antialias: false, premultipliedAlpha: true, alpha: true });
  if (gl === null) return null;
  const program = createProgramInfo(gl, [vertex, fragment]) as ReturnType<typeof createProgramInfo> | null;
  if (program === null) {
    // A card that does not understand the shaders: its canvas is taken, so a fresh one is needed.
    queueMicrotask(onLost);
    return nothing;
  }
  let places = new Float32Array(0);
  let buffers: BufferInfo | undefined;
  const drop = (): void => {
    for (const { buffer } of Object.values(buffers?.attribs ?? {})) if (buffer) gl.deleteBuffer(buffer);
    if (buffers?.indices) gl.deleteBuffer(buffers.indices);
    buffers = undefined;
  };
  const lost = (event: Event): void => {
    event.preventDefault();
    onLost();
  };
  canvas.addEventListener('webglcontextlost', lost);
  return {
    kind: 'webgl',
    setPoints: (next) => {
      places = Float32Array.from(next);
      drop();
    },
    setLooks: ({ colours, above }) => {
      drop();
      if (places.length === 0 || colours.length !== places.length * 2) return;
      buffers = createBufferInfoFromArrays(gl, {
        place: { numComponents: 2, data: places },
        colour: { numComponents: 4, data: colours, type: gl.UNSIGNED_BYTE, normalize: true },
        indices: { numComponents: 1, data: drawingOrder(above) },
      });
    },
    paint: (camera, { width, height }, density, radius, rim) => {
      gl.viewport(0, 0, canvas.width, canvas.height);
      gl.clearColor(0, 0, 0, 0);
      gl.clear(gl.COLOR_BUFFER_BIT);
      if (buffers === undefined) return;
      gl.enable(gl.BLEND);
      gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
      // biome-ignore lint/correctness/useHookAtTopLevel: it is of WebGL, and no hook.
      gl.useProgram(program.program);
      setBuffersAndAttributes(gl, program, buffers);
      setUniforms(program, {
        middle: [camera.x, camera.y],
        perUnit: [(2 * camera.scale) / width, (2 * camera.scale) / height],
        width: 2 * radius * density,
        rim: [...rim],
      });
      drawBufferInfo(gl, buffers, gl.POINTS);
    },
    end: () => {
      canvas.removeEventListener('webglcontextlost', lost);
      drop();
      gl.deleteProgram(program.program);
    },
  };
}
