using CloudCctv.Analysis.Sightings;

namespace CloudCctv.Analysis.Tracks.Rules;

/// <summary>Finds the rules of a camera. Thread-safe.</summary>
public sealed class CameraRuleBook(AnalysisOptions options)
{
    private static readonly CameraRules Default = new();

    /// <summary>The rules for exactly this camera, else those for its site, else those for all, else the defaults.</summary>
    public CameraRules Of(CameraName camera) => Named(camera.ToString()) ?? Named($"{camera.Site}/*") ?? Named(CameraRules.Everywhere) ?? Default;

    private CameraRules? Named(string name) => options.Cameras.FirstOrDefault(rules => rules.Camera == name);
}
