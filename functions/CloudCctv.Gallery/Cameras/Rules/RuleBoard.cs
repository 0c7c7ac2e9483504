using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Tracks.Rules;

namespace CloudCctv.Gallery.Cameras.Rules;

/// <summary>Reads what the page of one camera's rules shows. Thread-safe.</summary>
internal sealed class RuleBoard(KnownCameras cameras, LastPictures pictures, RuleStore store, CameraRuleBook book)
{
    /// <returns>Null if nobody knows of such a camera.</returns>
    public async Task<RuleView?> ReadAsync(CameraName camera, CancellationToken cancellationToken)
    {
        var stored = await store.FindAsync(camera, cancellationToken);
        var inSettings = book.InSettings(camera);
        if (stored is null && inSettings?.Camera != camera.ToString() && !(await cameras.ReadAsync(cancellationToken)).Any(one => one.Name == camera))
        {
            return null;
        }

        var last = (await pictures.OfAsync([camera], cancellationToken)).GetValueOrDefault(camera);
        var rules = stored?.Saved?.Rules ?? inSettings ?? new CameraRules();
        return new RuleView(camera, last, stored, inSettings, rules, RuleForm.Of(rules));
    }
}

/// <param name="Camera">Whose.</param>
/// <param name="Last">Its newest picture; null if none is kept.</param>
/// <param name="Stored">What somebody has set here; null if nobody has.</param>
/// <param name="InSettings">What the settings say of it, by its name, its site or all; null if nothing.</param>
/// <param name="Rules">What holds now.</param>
/// <param name="Form">As it is filled in.</param>
public sealed record RuleView(CameraName Camera, Sighting? Last, StoredRules? Stored, CameraRules? InSettings, CameraRules Rules, RuleForm Form)
{
    public static ILookup<string, string> NoFaults { get; } = Array.Empty<string>().ToLookup(one => one);

    /// <summary>What is wrong, by field.</summary>
    public ILookup<string, string> Faults { get; init; } = NoFaults;

    /// <summary>What the page has to say besides; null if nothing.</summary>
    public string? Notice { get; init; }

    /// <summary>Whether that is bad news.</summary>
    public bool IsFault { get; init; }

    public bool MayEdit { get; init; }

    /// <summary>Of what is stored, for the form to say what it was made from.</summary>
    public string Version => Stored?.Version.Value ?? "";
}
