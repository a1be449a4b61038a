import { useLayoutEffect, useState } from 'preact/hooks';

/** A picture from memory. Its address exists exactly as long as the element does. */
export function Pixels(props: {
  blob: Blob;
  width: number;
  height: number;
  alt: string;
  onDragStart?: (event: DragEvent) => void;
}) {
  const { blob } = props;
  const [url, setUrl] = useState<string>();
  useLayoutEffect(() => {
    const made = URL.createObjectURL(blob);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  return (
    <img
      class="card__image"
      src={url}
      width={props.width}
      height={props.height}
      alt={props.alt}
      onDragStart={props.onDragStart}
    />
  );
}
