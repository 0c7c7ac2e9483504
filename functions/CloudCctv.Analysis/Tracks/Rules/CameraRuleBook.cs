using System.Collections.Concurrent;
using CloudCctv.Analysis.Sightings;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Tracks.Rules;

/// <summary>Finds the rules of a camera: those that somebody has set for it in the gallery, else those of the settings. Thread-safe.</summary>
public sealed class CameraRuleBook(AnalysisOptions options, RuleStore saved, TimeProvider time, ILogger<CameraRuleBook> logger)
{
    // Far more cameras than a worker sees in that time. When it is full it starts anew, which costs a read each.
    private const int MaxKnown = 1_000;

    private static readonly CameraRules Default = new();

    // A batch asks twice, and a busy camera has one each second.
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<CameraName, (long At, CameraRules Rules, string? Fault)> known = new();

    /// <summary>What holds for a camera now; what somebody sets is heard of within two seconds.</summary>
    public async Task<CameraRules> OfAsync(CameraName camera, CancellationToken cancellationToken)
    {
        var wasKnown = known.TryGetValue(camera, out var before);
        if (wasKnown && time.GetElapsedTime(before.At) < Remembered)
        {
            return before.Rules;
        }

        var at = time.GetTimestamp();
        var found = await saved.FindAsync(camera, cancellationToken);
        if (found?.Fault is { } fault && fault != before.Fault)
        {
            logger.RulesUnreadable(camera, fault);
        }

        if (!wasKnown && known.Count >= MaxKnown)
        {
            known.Clear();
        }

        var rules = found?.Saved?.Rules ?? InSettings(camera) ?? Default;
        known[camera] = (at, rules, found?.Fault);
        return rules;
    }

    /// <summary>Those that the settings name for exactly this camera, else those for its site, else those for all; null if none.</summary>
    public CameraRules? InSettings(CameraName camera) => Named(camera.ToString()) ?? Named($"{camera.Site}/*") ?? Named(CameraRules.Everywhere);

    private CameraRules? Named(string name) => options.Cameras.FirstOrDefault(rules => rules.Camera == name);
}
