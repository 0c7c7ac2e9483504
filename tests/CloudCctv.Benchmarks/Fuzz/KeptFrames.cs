using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using CloudCctv.HostileBatches;

namespace CloudCctv.Benchmarks.Fuzz;

/// <summary>Holds what is left in the store beside the zip that came, read by other code than the program's.</summary>
internal static class KeptFrames
{
    private static readonly string[] Places = ["flagged/", "quarantine/", "results/", "alerts/", "stills/", "index/"];

    /// <returns>What is wrong; null if nothing is.</returns>
    public static string? Fault(byte[] zip, IReadOnlyDictionary<string, byte[]> left)
    {
        if (left.Keys.FirstOrDefault(name => !Places.Any(place => name.StartsWith(place, StringComparison.Ordinal))) is { } stray)
        {
            return $"'{stray}' is left";
        }

        if (left.TryGetValue($"quarantine/{RawBatch.DefaultName}", out var kept) && !kept.AsSpan().SequenceEqual(zip))
        {
            return "what is in quarantine is not what came";
        }

        var pictures = left.Where(one => one.Key.StartsWith("flagged/", StringComparison.Ordinal) && one.Key.EndsWith(".jpg", StringComparison.Ordinal) && !one.Key.EndsWith(".preview.jpg", StringComparison.Ordinal)).ToList();
        if (kept is null && pictures.Count == 0)
        {
            return "the batch is gone without a trace";
        }

        return pictures.Count == 0 ? null : Fault(Hashes(zip), pictures);
    }

    private static string? Fault(Dictionary<string, string> hashes, IEnumerable<KeyValuePair<string, byte[]>> pictures) => pictures
        .Select(picture => (Name: Path.GetFileName(picture.Key), Hash: Convert.ToHexStringLower(SHA256.HashData(picture.Value))))
        .Where(picture => hashes.GetValueOrDefault(picture.Name) != picture.Hash)
        .Select(picture => $"'{picture.Name}' was kept, and its hash is not that of the manifest")
        .FirstOrDefault();

    private static Dictionary<string, string> Hashes(byte[] zip)
    {
        using var archive = new ZipArchive(new MemoryStream(zip));
        using var manifest = archive.GetEntry("manifest.json")!.Open();
        using var json = JsonDocument.Parse(manifest);
        return json.RootElement.GetProperty("frames").EnumerateArray()
            .ToDictionary(frame => frame.GetProperty("name").GetString()!, frame => frame.GetProperty("sha256").GetString()!);
    }
}
