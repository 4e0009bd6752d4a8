/** ZIP archives of CSV files, as exports give them: the same contents make the same bytes. */
import { crc32, deflateRawSync } from 'node:zlib';

/** A file to be packed. */
export interface PackedFile {
  name: string;
  text: string;
}

/** The text of a CSV file: a line of titles, then a line a row. */
export function csvText(
  columns: readonly string[],
  rows: readonly Record<string, string>[],
  titles: readonly string[] = columns,
): string {
  const lines = [titles, ...rows.map((row) => columns.map((column) => row[column] ?? ''))];
  return lines.map((cells) => `${cells.map(csvCell).join(',')}\n`).join('');
}

const csvCell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/**
 * Packs files, all of one time. Without ZIP64: less than 4 GB.
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
export function zipArchive(files: readonly PackedFile[]): Uint8Array<ArrayBuffer> {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, text } of files) {
    const bytes = Buffer.from(text);
    const packed = deflateRawSync(bytes);
    const fileName = Buffer.from(name);
    const about = aboutFile({
      sum: crc32(bytes),
      packed: packed.length,
      unpacked: bytes.length,
      name: fileName.length,
    });
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), about, fileName, packed]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\0', 'latin1'), about, place, fileName);
    parts.push(local);
    at += local.length;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(entries.length, 8);
  end.writeUInt32LE(at, 12);
  return Uint8Array.from(Buffer.concat([...parts, entries, Buffer.from('PK\x05\x06', 'latin1'), end]));
}

/** What stands of a file in front of it and again in the directory: version, flags, method, time, checksum and lengths. */
function aboutFile(file: { sum: number; packed: number; unpacked: number; name: number }): Buffer {
  const about = Buffer.alloc(26);
  about.writeUInt16LE(20, 0);
  about.writeUInt16LE(0x800, 2);
  about.writeUInt16LE(8, 4);
  about.writeUInt16LE(0x21, 8);
  about.writeUInt32LE(file.sum, 10);
  about.writeUInt32LE(file.packed, 14);
  about.writeUInt32LE(file.unpacked, 18);
  about.writeUInt16LE(file.name, 22);
  return about;
}

/**
 * Puts files one behind the other, of one time.
 * @see https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html#tag_20_92_13_06
 */
export function tarArchive(files: readonly PackedFile[]): Buffer {
  const blocks = files.flatMap(({ name, text }) => {
    const bytes = Buffer.from(text);
    return [tarHeader(name, bytes.length), bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

function tarHeader(name: string, size: number): Buffer {
  const header = Buffer.alloc(512);
  const octal = (value: number, digits: number): string => `${value.toString(8).padStart(digits, '0')}\0`;
  header.write(name, 0);
  header.write(octal(0o644, 7) + octal(0, 7) + octal(0, 7) + octal(size, 11) + octal(0, 11), 100);
  header.write('        0', 148);
  header.write('ustar\u000000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${octal(sum, 6)} `, 148);
  return header;
}
