using CloudCctv.Analysis.Intake;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Tracks.Verdicts;

namespace CloudCctv.Analysis.Tracks;

/// <summary>Judges one batch: hears of its frames in order of time, then decides about all of them.</summary>
internal interface IBatchJudge
{
    /// <summary>Adds what the detector saw in the next frame.</summary>
    void Add(BatchFrame frame, IReadOnlyList<SeenObject> seen);

    /// <summary>The verdict, when every frame has been added.</summary>
    BatchVerdict Decide();
}
