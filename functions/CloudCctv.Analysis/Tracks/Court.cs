using CloudCctv.Analysis.Objects;
using CloudCctv.Analysis.Results;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Tracks.Rules;
using CloudCctv.Analysis.Tracks.Stills;
using CloudCctv.Analysis.Tracks.Verdicts;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Names;

namespace CloudCctv.Analysis.Tracks;

/// <summary>
/// Which detections count, by the camera's rules, by the event so far, and by what the camera has learned. What depends on more
/// than the batch is written down before it is acted on. Thread-safe.
/// </summary>
public sealed class Court(CameraRuleBook rules, SecondOpinion second, StillStore stills, VerdictStore verdicts, ResultStore results, AnalysisOptions options)
{
    /// <returns>What was decided when the batch was worked on before; null if nothing was.</returns>
    public Task<BatchVerdict?> FindAsync(BatchName batch, CancellationToken cancellationToken) => verdicts.FindAsync(batch, cancellationToken);

    internal async Task<IBatchJudge> BeginAsync(BatchName batch, BatchManifest manifest, CancellationToken cancellationToken)
    {
        var camera = CameraName.Of(batch.Event);
        if (ObjectJudge.Tells(manifest))
        {
            return new ObjectJudge(manifest, await rules.OfAsync(camera, cancellationToken));
        }

        var before = batch.Part > 1 ? await results.FindAsync(new BatchName(batch.Event, batch.Part - 1), cancellationToken) : null;
        var (set, learned) = (rules.OfAsync(camera, cancellationToken), stills.ReadAsync(camera, cancellationToken));
        await Task.WhenAll(set, learned);
        return new BatchJudge(await set, options.Stills, second, await learned, before?.Tracks ?? []);
    }

    /// <summary>Writes the verdict down, unless that was done before, and learns from it.</summary>
    /// <param name="batch">Which.</param>
    /// <param name="manifest">Of it.</param>
    /// <param name="verdict">On it.</param>
    /// <param name="cancellationToken">Stops between the steps.</param>
    /// <returns>The one that is in force.</returns>
    internal async Task<BatchVerdict> DecideAsync(BatchName batch, BatchManifest manifest, BatchVerdict verdict, CancellationToken cancellationToken)
    {
        if (verdict.Frames.Count > 0)
        {
            verdict = await verdicts.PinAsync(batch, verdict, cancellationToken);
        }

        // Another worker was at it, too, and has done everything: its verdict was another one, perhaps, and is gone already.
        if (await results.ExistsAsync(batch, cancellationToken))
        {
            return BatchVerdict.Nothing;
        }

        var camera = CameraName.Of(batch.Event);
        // Two pictures of things say nothing of who stands about.
        if (!ObjectJudge.Tells(manifest) && (await rules.OfAsync(camera, cancellationToken)).LeaveOutStills)
        {
            await stills.LearnAsync(camera, before => before.After(batch.Event, verdict.End, verdict.Stood, options.Stills), cancellationToken);
        }

        return verdict;
    }
}
