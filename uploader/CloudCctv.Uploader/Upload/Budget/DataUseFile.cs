using System.Globalization;
using System.Text.Json;
using CloudCctv.Storage.Folders;

namespace CloudCctv.Uploader.Upload.Budget;

/// <summary>
/// Bytes by month and camera on the device's disk: <c>{ "2026-11-01": { "gate": 123456 } }</c>, in two copies. Each is
/// written beside and renamed, and synced before the next is touched, so that at any moment one of them is whole. Of two
/// that differ the higher counts are right.
/// </summary>
internal sealed class DataUseFile(string path)
{
    private const string Format = "yyyy-MM-dd";

    private readonly string[] copies = [path, path + ".copy"];

    /// <returns>Empty if there is none, or none that can be read.</returns>
    public Dictionary<DateOnly, Dictionary<string, long>> Read()
    {
        var months = new Dictionary<DateOnly, Dictionary<string, long>>();
        foreach (var (month, cameras) in copies.SelectMany(Months))
        {
            var known = months.TryGetValue(month, out var there) ? there : months[month] = new(StringComparer.Ordinal);
            foreach (var (camera, bytes) in cameras)
            {
                known[camera] = Math.Max(known.GetValueOrDefault(camera), bytes);
            }
        }

        return months;
    }

    /// <exception cref="IOException">The disk is full or gone.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not write there.</exception>
    public void Write(IReadOnlyDictionary<DateOnly, Dictionary<string, long>> months)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(months.ToDictionary(month => month.Key.ToString(Format, CultureInfo.InvariantCulture), month => month.Value));
        foreach (var copy in copies)
        {
            using (var file = File.OpenHandle(copy + ".part", FileMode.Create, FileAccess.Write))
            {
                RandomAccess.Write(file, json, 0);
                RandomAccess.FlushToDisk(file);
            }

            File.Move(copy + ".part", copy, overwrite: true);
            FolderSync.Sync(Path.GetDirectoryName(Path.GetFullPath(copy))!);
        }
    }

    private static IEnumerable<(DateOnly Month, Dictionary<string, long> Cameras)> Months(string copy)
    {
        Dictionary<string, Dictionary<string, long>?>? read = null;
        try
        {
            read = JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, long>?>>(File.ReadAllBytes(copy));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            // The other copy tells, or nobody does.
        }

        foreach (var (text, cameras) in read ?? [])
        {
            if (cameras is not null && DateOnly.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var month))
            {
                yield return (month, cameras);
            }
        }
    }
}
