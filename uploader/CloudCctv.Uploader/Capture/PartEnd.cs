namespace CloudCctv.Uploader.Capture;

/// <summary>
/// Finds the delimiter behind a part without a length. Cameras write it with and without the two hyphens of RFC 2046, whatever
/// their header says: it counts when it follows hyphens or begins a line.
/// </summary>
/// <param name="delimiter">Without leading hyphens; at least one byte.</param>
internal sealed class PartEnd(byte[] delimiter) : IBlockEnd
{
    public (int Length, int Next)? Find(ReadOnlySpan<byte> block, int seen)
    {
        // It may have begun in what was seen before.
        var from = Math.Max(0, seen - delimiter.Length + 1);
        while (block[from..].IndexOf(delimiter) is >= 0 and var offset)
        {
            var at = from + offset;
            if (at >= 1 && (block[at - 1] == '\n' || block[..at].EndsWith("--"u8)))
            {
                // A JPEG ends in 0xD9: hyphens and line ends before the delimiter are none of its bytes.
                return (block[..at].TrimEnd("-\r\n"u8).Length, at + delimiter.Length);
            }

            from = at + 1;
        }

        return null;
    }
}
