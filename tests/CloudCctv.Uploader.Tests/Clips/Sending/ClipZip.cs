using System.IO.Compression;
using System.Security.Cryptography;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Names;

namespace CloudCctv.Uploader.Tests.Clips.Sending;

/// <summary>The batch of a clip, opened by the base class library.</summary>
internal static class ClipZip
{
    /// <summary>Checks that it holds this clip and says so.</summary>
    public static BatchManifest AssertHolds(Stream batch, BatchName name, string clip)
    {
        using var zip = new ZipArchive(batch);
        Assert.Equal([ClipRecord.EntryName, BatchManifest.EntryName], zip.Entries.Select(entry => entry.FullName));
        var film = zip.Entries[0];
        var expected = File.ReadAllBytes(clip);
        Assert.Equal((expected.Length, expected.Length), (film.Length, film.CompressedLength));
        Assert.Equal(expected, ReadAll(film));
        var manifest = ManifestSerializer.Read(ReadAll(zip.Entries[1]), name);
        Assert.Equal(new ClipRecord { Sha256 = Convert.ToHexStringLower(SHA256.HashData(expected)), Bytes = expected.Length }, manifest.Clip);
        return manifest;
    }

    private static byte[] ReadAll(ZipArchiveEntry entry)
    {
        using var content = entry.Open();
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);
        return bytes.ToArray();
    }
}
