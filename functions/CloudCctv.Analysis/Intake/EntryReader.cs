using System.IO.Compression;
using CloudCctv.Imaging;

namespace CloudCctv.Analysis.Intake;

internal static class EntryReader
{
    /// <summary>Unpacks an entry that must have exactly its declared length, which the caller has bounded.</summary>
    /// <exception cref="InvalidDataException">It unpacks to another length, or not at all.</exception>
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

            return bytes;
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }
}
