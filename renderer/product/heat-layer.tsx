/** The heat map, laid exactly over the photo as `object-fit: contain` places it. */
import { useElementSize } from '@mantine/hooks';
import { useEffect, useRef } from 'react';
import { type HeatMap, paintedSide, paintHeat } from './heat-paint.ts';
import classes from './product.module.css';

interface HeatLayerProps {
  readonly map: HeatMap;
  /** Size of the photo [px]; only the ratio matters. */
  readonly width: number;
  readonly height: number;
  /** 0..1 */
  readonly opacity: number;
}

export function HeatLayer({ map, width, height, opacity }: HeatLayerProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { ref, width: boxWidth, height: boxHeight } = useElementSize();
  const scale = Math.min(boxWidth / width, boxHeight / height);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    context?.putImageData(new ImageData(paintHeat(map), paintedSide, paintedSide), 0, 0);
  }, [map]);
  return (
    <span ref={ref} className={classes.heat} data-testid="heat-map">
      <canvas
        ref={canvas}
        width={paintedSide}
        height={paintedSide}
        style={{ width: width * scale, height: height * scale, opacity }}
      />
    </span>
  );
}
