using System.IO.Hashing;
using System.Security.Cryptography;
using CloudCctv.Analysis.Intake.Mp4;
using CloudCctv.Analysis.Intake.Zip;
using CloudCctv.Contracts.Batches;
using CloudCctv.Imaging;

namespace CloudCctv.Analysis.Intake;

/// <summary>The film in the batch of a clip. It is hashed, looked at and copied a piece at a time: at no time is all of it in memory.</summary>
internal static class ClipEntry
{
    private const int PieceBytes = 80 << 10;

    /// <param name="zip">Read at any position.</param>
    /// <param name="entry">What the directory says of it; null if it has none.</param>
    /// <param name="told">What the manifest says.</param>
    /// <param name="cancellationToken">Stops between two pieces.</param>
    /// <exception cref="BatchRejectedException">It is missing, damaged, not what the manifest says, or no MP4.</exception>
    public static async Task<Stream> OpenAsync(Stream zip, ZipRecord? entry, ClipRecord told, CancellationToken cancellationToken)
    {
        if (entry is not { } found)
        {
            throw new BatchRejectedException(BatchFault.ClipMissing, $"Clip '{ClipRecord.EntryName}' is in the manifest and not in the zip.");
        }

        if (found.Bytes != told.Bytes)
        {
            throw new BatchRejectedException(BatchFault.ClipLength, $"Clip has {found.Bytes} bytes; the manifest says {told.Bytes}.");
        }

        var film = new SliceStream(zip, LocalHeaders.ContentAt(zip, found), found.Bytes);
        var (sha256, crc) = await HashAsync(film, cancellationToken);
        if (crc != found.Crc)
        {
            throw new BatchRejectedException(BatchFault.ClipUnreadable, $"Clip is damaged: its CRC is {crc:x8}; the directory says {found.Crc:x8}.");
        }

        if (sha256 != told.Sha256)
        {
            throw new BatchRejectedException(BatchFault.ClipHash, $"Clip has SHA-256 {sha256}; the manifest says {told.Sha256}.");
        }

        if (Mp4Boxes.Fault(film) is { } fault)
        {
            throw new BatchRejectedException(BatchFault.ClipNotMp4, $"Clip is no MP4: {fault}.");
        }

        film.Position = 0;
        return film;
    }

    private static async Task<(string Sha256, uint Crc)> HashAsync(SliceStream film, CancellationToken cancellationToken)
    {
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var crc = new Crc32();
        using var piece = PooledBytes.Rent(PieceBytes);
        for (int read; (read = await film.ReadAsync(piece.Memory, cancellationToken)) > 0;)
        {
            sha256.AppendData(piece.Span[..read]);
            crc.Append(piece.Span[..read]);
        }

        return (Convert.ToHexStringLower(sha256.GetHashAndReset()), crc.GetCurrentHashAsUInt32());
    }
}
