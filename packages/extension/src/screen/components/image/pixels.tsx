import { useLayoutEffect, useState } from 'preact/hooks';

/** An image from a blob. Its object URL is revoked with the element. */
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
