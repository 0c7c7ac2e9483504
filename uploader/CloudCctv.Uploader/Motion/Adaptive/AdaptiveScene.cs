using System.Numerics;

namespace CloudCctv.Uploader.Motion.Adaptive;

/// <summary>All that the adaptive gate has learned of one camera's view.</summary>
internal sealed class AdaptiveScene
{
    /// <summary>Points of a block's 16 that must have changed.</summary>
    private const int ChangedPoints = 5;

    // The fast average forgets half in three frames.
    private const int FastShift = 2;

    // A view that has just been learned anew settles within a few frames.
    private const int WarmUpAfterSceneChange = 4;

    // Half a level: less is rounding.
    private const double LightChange = 0.5;
    private const double LargestLightStep = 10;

    private readonly MotionOptions options;
    private readonly SceneModel model;
    private readonly BlockMemory memory;
    private readonly BlockCounts counts;
    private readonly CloserLook look;
    private readonly RegionJudge judge;
    private readonly DayAndNight day;
    private readonly WatchedArea area;
    private readonly bool[] active;
    private readonly int slowShift;
    private int warmUpLeft;
    private int seen;
    private short light;

    /// <param name="options">What counts.</param>
    /// <param name="luma">The first picture: what it shows is the scene until more is known.</param>
    public AdaptiveScene(MotionOptions options, Luma luma)
    {
        this.options = options;
        model = new SceneModel(luma.Width, luma.Height);
        area = new WatchedArea(options, model.BlocksWide, model.BlocksHigh);
        active = new bool[model.BlocksWide * model.BlocksHigh];
        counts = new BlockCounts(active.Length);
        memory = new BlockMemory(area, active.Length, model.BlocksWide, options.Threshold);
        look = new CloserLook(model);
        judge = new RegionJudge(options, model, area, memory, counts, look);
        day = new DayAndNight(options.Night);
        slowShift = Math.Max(1, (int)Math.Round(Math.Log2(1 / options.LearningRate)));
        warmUpLeft = options.WarmUpFrames;
        model.Learn(luma.Pixels.Span);
    }

    public bool Fits(Luma luma) => luma.Width == model.Width && luma.Height == model.Height;

    public MotionResult Next(ReadOnlySpan<byte> luma)
    {
        // A plain mean of the first pictures: the first weighs all, the next a half, then a quarter, down to the learning rate.
        var shift = warmUpLeft > 0 ? Math.Min(BitOperations.Log2((uint)seen + 1), slowShift) : slowShift;
        var drift = model.Compare(luma, memory.Thresholds, new Pace(shift, FastShift, light), counts);
        var changed = MarkChanged(luma, out var unchangedPoints);
        light = LightStep(drift, unchangedPoints);
        if (warmUpLeft > 0)
        {
            return WarmUp(luma);
        }

        memory.LearnSome(counts.Spread);
        if (changed > options.SceneChangeArea * active.Length)
        {
            LearnAnew(luma);
            return MotionResult.Nothing(GateState.SceneChanged);
        }

        if (day.Changes(model))
        {
            memory.QuietThreshold = day.IsNight ? options.Night.Threshold : options.Threshold;
        }

        return judge.Judge(luma, active, day.IsNight ? options.Night.MinimumArea : options.MinimumArea, learning: false);
    }

    private MotionResult WarmUp(ReadOnlySpan<byte> luma)
    {
        // Judged all the same: rain that falls now is clutter later.
        judge.Judge(luma, active, options.MinimumArea, learning: true);
        memory.LearnAll(counts.Spread, seen++);
        warmUpLeft--;
        return MotionResult.Nothing(GateState.WarmingUp);
    }

    private void LearnAnew(ReadOnlySpan<byte> luma)
    {
        model.Learn(luma);
        light = 0;
        warmUpLeft = Math.Min(options.WarmUpFrames, WarmUpAfterSceneChange);
        seen = WarmUpAfterSceneChange;
    }

    /// <returns>Blocks that have changed, watched or not.</returns>
    private int MarkChanged(ReadOnlySpan<byte> luma, out int unchangedPoints)
    {
        var (changedBlocks, changedPoints) = (0, 0);
        for (var block = 0; block < active.Length; block++)
        {
            // Nearly all blocks of nearly all pictures: four at a time.
            if (block + 4 <= active.Length && counts.AreFourUnchanged(block, ChangedPoints, out var points) && memory.AreFourQuiet(block))
            {
                changedPoints += points;
                block += 3;
                continue;
            }

            changedPoints += counts.Changed(block);
            // What was more than a tremble a frame ago still is.
            var changed = counts.Changed(block) >= ChangedPoints
                && (memory.AgeOf(block) >= 8 || look.IsUnlikeNeighbours(luma, block, memory.Thresholds[block], ChangedPoints));
            memory.Note(block, changed);
            changedBlocks += changed ? 1 : 0;
            active[block] = changed && area.IsWatched(block);
        }

        unchangedPoints = (model.Width * model.Height) - changedPoints;
        return changedBlocks;
    }

    /// <summary>What has not changed drifts only with the light: the whole scene follows half of it with the next picture.</summary>
    private static short LightStep(int drift, int points)
    {
        var levels = (double)drift / Math.Max(points, 1);
        return Math.Abs(levels) < LightChange
            ? (short)0
            : (short)(Math.Clamp(levels / 2, -LargestLightStep, LargestLightStep) * (1 << SceneModel.FractionBits));
    }
}
