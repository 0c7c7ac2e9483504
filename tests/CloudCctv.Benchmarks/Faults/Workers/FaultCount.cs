using System.Text.Json;
using CloudCctv.Contracts.Batches;
using CloudCctv.Demo;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Benchmarks.Faults.Workers;

/// <summary>What is in a store, by names as they are there: independent of the code that wrote them.</summary>
/// <param name="Sightings">Sidecars.</param>
/// <param name="NamedTwice">Sightings that more than one result names.</param>
/// <param name="Zips">Under <c>batches/</c>.</param>
/// <param name="Quarantined">Zips in quarantine.</param>
/// <param name="Clips">Events of which there is a film.</param>
internal sealed record FaultCount(
    IReadOnlyList<string> Sightings, IReadOnlyList<string> NamedTwice, IReadOnlyList<string> Zips, IReadOnlyList<string> Quarantined, IReadOnlyList<string> Clips)
{
    public static async Task<FaultCount> TakeAsync(IObjectStore store, CancellationToken cancellationToken)
    {
        var named = new List<string>();
        await foreach (var result in store.ListAsync("results/", cancellationToken))
        {
            using var json = await ReadAsync(store, result.Name, cancellationToken);
            named.AddRange(json.RootElement.GetProperty("sightings").EnumerateArray().Select(one => one.GetString()!));
        }

        return new FaultCount(
            [.. (await NamesAsync(store, "flagged/", ".json", cancellationToken)).Where(name => name != "newest")],
            [.. named.GroupBy(name => name).Where(name => name.Count() > 1).Select(name => name.Key)],
            await NamesAsync(store, StoreLayout.BatchPrefix, "", cancellationToken),
            [.. (await NamesAsync(store, "quarantine/", ".zip", cancellationToken)).Select(name => $"{name}.zip")],
            await NamesAsync(store, "flagged/", "/clip.mp4", cancellationToken));
    }

    /// <summary>Kinds and names of what <c>cctv-server fsck</c> finds.</summary>
    public static async Task<IReadOnlyList<string>> FsckAsync(string data, IReadOnlyDictionary<string, string?> environment, CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        await using var fsck = ChildProgram.Start(Programs.Server, ["fsck", "--data", data, "--json"], environment, line =>
        {
            lock (lines)
            {
                lines.Add(line);
            }
        });
        await fsck.WaitAsync(cancellationToken);
        using var json = JsonDocument.Parse(lines.Find(line => line.StartsWith('{')) ?? throw new InvalidOperationException($"fsck said: {string.Join('\n', lines)}"));
        return [.. json.RootElement.GetProperty("findings").EnumerateArray().Select(one => $"{one.GetProperty("kind")}: {one.GetProperty("name")}")];
    }

    private static async Task<JsonDocument> ReadAsync(IObjectStore store, ObjectName name, CancellationToken cancellationToken)
    {
        await using var found = await store.OpenReadAsync(name, cancellationToken) ?? throw new InvalidOperationException($"{name} has gone.");
        return await JsonDocument.ParseAsync(found.Content, default, cancellationToken);
    }

    private static async Task<IReadOnlyList<string>> NamesAsync(IObjectStore store, string prefix, string suffix, CancellationToken cancellationToken) =>
        await store.ListAsync(prefix, cancellationToken)
            .Select(found => found.Name.Value)
            .Where(name => name.EndsWith(suffix, StringComparison.Ordinal))
            .Select(name => name[prefix.Length..^suffix.Length])
            .ToListAsync(cancellationToken);
}
