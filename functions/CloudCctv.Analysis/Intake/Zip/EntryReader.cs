using System.IO.Compression;
using System.IO.Hashing;
using CloudCctv.Imaging;

namespace CloudCctv.Analysis.Intake.Zip;

internal static class EntryReader
{
    /// <summary>Unpacks an entry that must have exactly its declared length, which the caller has bounded, and its CRC.</summary>
    /// <exception cref="InvalidDataException">It unpacks to something else, or not at all.</exception>
    public static async Task<PooledBytes> ReadAsync(ZipArchiveEntry entry, CancellationToken cancellationToken)
    {
        var bytes = PooledBytes.Rent((int)entry.Length);
        try
        {
            await using var content = await entry.OpenAsync(cancellationToken);
            var read = await content.ReadAtLeastAsync(bytes.Memory, bytes.Length, throwOnEndOfStream: false, cancellationToken);
            if (read != bytes.Length || await content.ReadAsync(new byte[1], cancellationToken) != 0)
            {
                throw new InvalidDataException($"It does not unpack to its declared {bytes.Length} bytes.");
            }

            return Crc32.HashToUInt32(bytes.Span) is var crc && crc == entry.Crc32
                ? bytes
                : throw new InvalidDataException($"Its CRC is {crc:x8}; the directory says {entry.Crc32:x8}.");
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }
}
