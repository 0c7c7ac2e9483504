using CloudCctv.Contracts.Geometry;

namespace CloudCctv.Uploader.Motion.Adaptive;

/// <summary>Joins changed blocks into regions and decides which of them are motion.</summary>
internal sealed class RegionJudge(
    MotionOptions options, SceneModel model, WatchedArea area, BlockMemory memory, BlockCounts counts, CloserLook look)
{
    /// <summary>Less than this is never told from flicker, however small the picture.</summary>
    private const int LeastBlocks = 3;

    // Of a block's points so many, and of a region's blocks this share, must differ from a moment ago to make it a moving thing.
    private const int MovingPoints = 5;
    private const double MovingShare = 0.03;

    // What was moving a moment ago needs no more than this to go on.
    private const int StirringPoints = 2;

    // A region is light if fewer of its blocks than this show anything else; so many of them are asked.
    private const double OtherSurfaceShare = 0.1;
    private const int BlocksAsked = 64;

    // Each region that was not there in the frame before makes the smallest area grow by half, up to eight times: snow and rain.
    private const double ClutterGrowth = 0.5;
    private const double LargestClutterGrowth = 8;
    private const double ClutterFrames = 64;

    private readonly RegionFinder finder = new(model.BlocksWide, model.BlocksHigh, options.DilateBlocks + 1, area);
    private readonly int blocks = model.BlocksWide * model.BlocksHigh;
    private double clutter;

    /// <param name="luma">The picture.</param>
    /// <param name="active">Which blocks have changed; cleared on return.</param>
    /// <param name="minimumArea">Share of the picture.</param>
    /// <param name="learning">Whether clutter is learned in a hurry.</param>
    public MotionResult Judge(ReadOnlySpan<byte> luma, Span<bool> active, double minimumArea, bool learning)
    {
        var smallest = Math.Max(LeastBlocks, minimumArea * blocks) * Math.Min(LargestClutterGrowth, 1 + (ClutterGrowth * clutter));
        var moving = Region.None;
        var newborn = 0;
        List<Box>? parts = null;
        foreach (var region in finder.Find(active))
        {
            var cells = finder.CellsOf(region);
            var evidence = Weigh(cells);
            newborn += evidence.Age == 1 ? 1 : 0;
            if (evidence.Weight >= smallest && region.Cells <= options.MaximumArea * blocks && evidence.Moves(region.Cells) && !IsOnlyLight(luma, cells))
            {
                moving = moving.With(region);
                (parts ??= []).Add(ToFrame(region));
                Hold(cells);
            }
        }

        clutter += (newborn - clutter) / (learning ? ClutterFrames / 4 : ClutterFrames);
        return moving.Cells == 0
            ? MotionResult.Nothing(GateState.Watching)
            : new MotionResult(GateState.Watching, (double)moving.Cells / area.WatchedCells, ToFrame(moving), area.NamesOf(moving.Zones)) { Parts = parts! };
    }

    private Evidence Weigh(ReadOnlySpan<int> cells)
    {
        var weight = 0f;
        int age = 0, movingBlocks = 0, stirredPoints = 0;
        var isHeld = false;
        foreach (var block in cells)
        {
            var points = counts.Moving(block);
            weight += memory.WeightOf(block);
            age = Math.Max(age, memory.AgeOf(block));
            movingBlocks += points >= MovingPoints ? 1 : 0;
            stirredPoints += points;
            isHeld |= memory.IsHeld(block);
        }

        return new Evidence(weight, age, movingBlocks, stirredPoints, isHeld);
    }

    private bool IsOnlyLight(ReadOnlySpan<byte> luma, ReadOnlySpan<int> cells)
    {
        var step = Math.Max(1, cells.Length / BlocksAsked);
        var enough = OtherSurfaceShare * ((cells.Length + step - 1) / step);
        var other = 0;
        for (var i = 0; i < cells.Length && other < enough; i += step)
        {
            // Two levels, or what the noise makes of a flat wall.
            var flat = Math.Max(2 << SceneModel.FractionBits, 2 * memory.NoiseOf(cells[i]));
            other += look.IsOnlyLight(luma, cells[i], flat) ? 0 : 1;
        }

        return other < enough;
    }

    private void Hold(ReadOnlySpan<int> cells)
    {
        foreach (var block in cells)
        {
            memory.Hold(block, options.HoldFrames);
        }
    }

    // The last blocks may reach beyond the picture.
    private Box ToFrame(Region region) => new(
        (double)region.Left * SceneModel.Block / model.Width,
        (double)region.Top * SceneModel.Block / model.Height,
        Math.Min(1, (double)region.Right * SceneModel.Block / model.Width),
        Math.Min(1, (double)region.Bottom * SceneModel.Block / model.Height));

    /// <summary>What speaks for a region.</summary>
    /// <param name="Weight">Blocks, less where flicker is usual.</param>
    /// <param name="Age">Of its oldest block, frames.</param>
    /// <param name="MovingBlocks">Blocks that differ from a moment ago.</param>
    /// <param name="StirredPoints">Points that do.</param>
    /// <param name="IsHeld">Whether something that moved was here a moment ago.</param>
    private readonly record struct Evidence(float Weight, int Age, int MovingBlocks, int StirredPoints, bool IsHeld)
    {
        public bool Moves(int cells) =>
            MovingBlocks >= Math.Max(1, MovingShare * cells) || (IsHeld && StirredPoints >= StirringPoints);
    }
}
