import { useLayoutEffect, useState } from 'preact/hooks';

/** A picture from memory. Its address exists exactly as long as the element does. */
export function Pixels(props: { blob: Blob; width: number; height: number; alt: string }) {
  const { blob } = props;
  const [url, setUrl] = useState<string>();
  useLayoutEffect(() => {
    const made = URL.createObjectURL(blob);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  return <img class="card__picture" src={url} width={props.width} height={props.height} alt={props.alt} />;
}

const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
};

/** Saves a picture as it is shown. Its bytes were re-encoded by the proxy and carry no metadata. */
export function download(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = `${name}.${EXTENSIONS[blob.type] ?? 'img'}`;
  link.click();
  // Firefox reads the address only after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
