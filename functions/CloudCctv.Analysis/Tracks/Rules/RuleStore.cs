using System.Text.Json;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Stores;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Tracks.Rules;

/// <summary>
/// Rules that people set for single cameras, at <c>rules/SITE/CAMERA.json</c>. Each change names the version that it was made
/// from, so that of two people at once the second is told. Thread-safe, over processes too.
/// </summary>
public sealed class RuleStore(IObjectStore store, TimeProvider time)
{
    public const string Prefix = "rules/";

    private const string Suffix = ".json";

    // A hundred zones of a hundred corners are some 150 kB.
    private const long MaxBytes = 1 << 20;

    /// <returns>Null if nobody has set rules for this camera.</returns>
    public Task<StoredRules?> FindAsync(CameraName camera, CancellationToken cancellationToken) => ReadAsync(camera, cancellationToken);

    /// <summary>Sets the rules of a camera.</summary>
    /// <param name="camera">Whose.</param>
    /// <param name="rules">Without a fault, see <see cref="RuleFaults"/>.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="over">The version that was there when that person looked; null if there was none.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    /// <returns>False if there is another by now.</returns>
    public async Task<bool> TrySaveAsync(CameraName camera, CameraRules rules, string by, ETag? over, CancellationToken cancellationToken)
    {
        if (RuleFaults.Find(rules) is [var first, ..])
        {
            throw new ArgumentException(first.ErrorMessage, nameof(rules));
        }

        var current = await ReadAsync(camera, cancellationToken);
        if (current?.Version != over)
        {
            return false;
        }

        var saved = new SavedRules((current?.Saved?.Revision ?? 0) + 1, time.GetUtcNow(), by, rules with { Camera = camera.ToString() });
        return over is { } version
            ? await store.TryReplaceJsonAsync(NameOf(camera), saved, RulesJson.Type, version, cancellationToken)
            : await store.PutNewJsonAsync(NameOf(camera), saved, RulesJson.Type, cancellationToken) != PutOutcome.Conflict;
    }

    /// <summary>Lets the settings hold again.</summary>
    /// <returns>False if there is another version by now.</returns>
    public Task<bool> TryRemoveAsync(CameraName camera, ETag seen, CancellationToken cancellationToken) => store.TryDeleteAsync(NameOf(camera), seen, cancellationToken);

    /// <returns>Null if it is not the name of a camera's rules.</returns>
    internal static CameraName? CameraOf(ObjectName name) =>
        name.Value.StartsWith(Prefix, StringComparison.Ordinal) && name.Value.EndsWith(Suffix, StringComparison.Ordinal)
        && CameraName.TryParse(name.Value[Prefix.Length..^Suffix.Length], out var camera) ? camera : null;

    private static ObjectName NameOf(CameraName camera) => new($"{Prefix}{camera}{Suffix}");

    private async Task<StoredRules?> ReadAsync(CameraName camera, CancellationToken cancellationToken)
    {
        await using var found = await store.OpenReadAsync(NameOf(camera), cancellationToken);
        if (found is null)
        {
            return null;
        }

        if (found.Properties.Bytes > MaxBytes)
        {
            return new StoredRules(null, $"It has {found.Properties.Bytes} bytes; at most {MaxBytes} are read.", found.Properties.ETag);
        }

        try
        {
            var saved = await JsonSerializer.DeserializeAsync(found.Content, RulesJson.Type, cancellationToken) ?? throw new JsonException("The JSON value is null.");
            return RuleFaults.Find(saved.Rules) is [var fault, ..]
                ? new StoredRules(null, fault.ErrorMessage, found.Properties.ETag)
                : new StoredRules(saved, null, found.Properties.ETag);
        }
        catch (JsonException exception)
        {
            return new StoredRules(null, exception.Message, found.Properties.ETag);
        }
    }
}
