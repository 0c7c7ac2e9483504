using CloudCctv.Contracts.Health;
using CloudCctv.Uploader.Motion;

namespace CloudCctv.Uploader.Health.Tamper;

/// <summary>
/// Looks at one picture a second and tells when somebody has covered, blurred or turned a camera. It learns the view only
/// while nothing is suspect, and recovers by itself when the picture is as it was. Not thread-safe.
/// </summary>
internal sealed class TamperWatch(TamperOptions options)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // A camera that was away for an hour has not been suspect for an hour.
    private static readonly TimeSpan LongestStep = TimeSpan.FromSeconds(3);

    private readonly ViewSample sample = new();
    private LearnedView view = new();
    private (int Width, int Height) size;
    private DateTimeOffset last = DateTimeOffset.MinValue;
    private TimeSpan suspectFor;
    private int calm;
    private CameraState state = CameraState.Watching;

    /// <param name="luma">The picture.</param>
    /// <param name="time">When it was taken; pictures less than a second after the last one looked at are passed over.</param>
    /// <returns><see cref="CameraState.Watching"/>, or how the camera was tampered with.</returns>
    public CameraState Next(Luma luma, DateTimeOffset time)
    {
        var step = (time - last).Duration();
        if (step < Interval || !ViewSample.CanRead(luma))
        {
            return state;
        }

        last = time;
        sample.Read(luma);
        if (size != (luma.Width, luma.Height))
        {
            (size, view, state) = ((luma.Width, luma.Height), new LearnedView(), CameraState.Watching);
        }

        var suspicion = view.IsLearned ? ViewComparison.Of(sample, view).Judge() : CameraState.Watching;
        if (suspicion == CameraState.Watching)
        {
            Calm();
        }
        else
        {
            Suspect(suspicion, step < LongestStep ? step : LongestStep);
        }

        return state;
    }

    private void Calm()
    {
        // One good picture among bad ones may be chance.
        if (++calm >= 3 || suspectFor == TimeSpan.Zero)
        {
            (suspectFor, state) = (TimeSpan.Zero, CameraState.Watching);
            view.Learn(sample);
        }
    }

    private void Suspect(CameraState suspicion, TimeSpan step)
    {
        calm = 0;
        suspectFor += step;
        if (suspectFor.TotalSeconds >= HoldOf(suspicion))
        {
            state = suspicion;
        }

        if (state == CameraState.Moved && suspectFor.TotalSeconds >= options.NewViewSeconds)
        {
            (view, suspectFor, state) = (new LearnedView(), TimeSpan.Zero, CameraState.Watching);
        }
    }

    private double HoldOf(CameraState suspicion) => suspicion switch
    {
        CameraState.Dark => options.DarkSeconds,
        CameraState.Covered => options.CoveredSeconds,
        CameraState.Defocused => options.DefocusedSeconds,
        _ => options.MovedSeconds,
    };
}
