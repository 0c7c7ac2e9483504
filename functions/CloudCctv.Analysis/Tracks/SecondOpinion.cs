using CloudCctv.Analysis.Batches;
using CloudCctv.Analysis.Intake;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Detection;

namespace CloudCctv.Analysis.Tracks;

/// <summary>Asks a second model, if there is one. Thread-safe.</summary>
/// <param name="detector">Null if there is none; disposed here.</param>
/// <param name="options">When both mean the same.</param>
public sealed class SecondOpinion(IDetector? detector, SecondModelOptions options) : IDisposable
{
    /// <exception cref="ModelException">The model is configured and cannot be used.</exception>
    public static SecondOpinion Open(SecondModelOptions options) =>
        new(options.Detector.ModelPath is null ? null : ObjectDetector.Open(options.Detector), options);

    /// <returns>For each detection whether the second model agrees; null if there is none, or nothing to ask.</returns>
    internal IReadOnlyList<bool>? Ask(BatchFrame frame, IReadOnlyList<SeenObject> seen)
    {
        if (detector is null || seen.Count == 0)
        {
            return null;
        }

        var found = FrameAnalyst.Find(detector, frame, minScore: null);
        return [.. seen.Select(one => found.Any(other => other.Label == one.Label && other.Box.With(one.Box) >= options.MinOverlap))];
    }

    public void Dispose() => detector?.Dispose();
}
