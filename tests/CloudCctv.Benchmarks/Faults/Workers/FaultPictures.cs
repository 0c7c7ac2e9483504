using CloudCctv.Detection;
using CloudCctv.Tests.Support;

namespace CloudCctv.Benchmarks.Faults.Workers;

/// <summary>Frames of real footage of which it is known for certain whether the detector sees a person in them.</summary>
internal sealed class FaultPictures : IDisposable
{
    // Far enough from the model's own threshold (0.3) on either side, so that no rounding can decide.
    private const float CertainlyThere = 0.4f;
    private const float CertainlyNot = 0.2f;

    private readonly ObjectDetector detector = ObjectDetector.Open(new DetectorOptions { Threads = 1 });

    public FaultPictures()
    {
        WithPerson = [.. Footage.Frames("vtest.avi", [.. Enumerable.Range(1, 12).Select(i => i * 40)]).Where(jpeg => Best(jpeg) >= CertainlyThere)];
        Empty = [.. Footage.Frames("road-no-people.avi", [.. Enumerable.Range(1, 6).Select(i => i * 20)]).Where(jpeg => Best(jpeg) < CertainlyNot)];
        if (WithPerson.Count < 3 || Empty.Count < 1)
        {
            throw new InvalidOperationException($"Footage gave {WithPerson.Count} frames with people and {Empty.Count} without; 3 and 1 are needed.");
        }
    }

    public IReadOnlyList<byte[]> WithPerson { get; }

    public IReadOnlyList<byte[]> Empty { get; }

    public void Dispose() => detector.Dispose();

    private float Best(byte[] jpeg) => detector.Detect(jpeg, 0.05f).Where(seen => seen.Label == "person").Select(seen => seen.Score).DefaultIfEmpty().Max();
}
