using System.Numerics;
using CloudCctv.Contracts.Geometry;

namespace CloudCctv.Uploader.Motion;

/// <summary>
/// Decides for each frame of one camera whether something moved. A frame's luma is blurred and compared with a running
/// average; points that differ make blocks, blocks make regions, and a region that is large enough and lies where it matters
/// is motion. A change of the whole picture at once is light, not motion. Not thread-safe.
/// </summary>
public sealed class MotionGate(MotionOptions options) : IMotionGate
{
    /// <summary>Share of a block's points that must have changed.</summary>
    private const double ChangedShare = 0.3;

    /// <summary>Grey levels by which the whole picture must get brighter or darker to be a change of light. People are too small to do that.</summary>
    private const double LightChangeLevels = 10;

    private readonly int rateShift = Math.Max(1, (int)Math.Round(Math.Log2(1 / options.LearningRate)));
    private Scene? scene;

    public void Snap() => scene = null;

    public MotionResult Next(Luma luma)
    {
        if (scene is null || !scene.Fits(luma))
        {
            scene = new Scene(options, luma);
        }

        return scene.WarmUpLeft > 0 ? WarmUp(scene, luma) : Watch(scene, luma);
    }

    private MotionResult WarmUp(Scene current, Luma luma)
    {
        // A plain mean of the first pictures: the first weighs all, the next a half, then a quarter, down to the learning rate.
        var seen = options.WarmUpFrames - current.WarmUpLeft;
        current.Compare(luma, options.Threshold, Math.Min(BitOperations.Log2((uint)seen + 1), rateShift));
        current.WarmUpLeft--;
        return MotionResult.Nothing(GateState.WarmingUp);
    }

    private MotionResult Watch(Scene current, Luma luma)
    {
        var shift = current.Compare(luma, options.Threshold, rateShift);
        var (changed, watchedAndChanged) = current.MarkChanged(ChangedShare);
        if (changed > options.SceneChangeArea * current.Blocks || Math.Abs(shift) > LightChangeLevels)
        {
            current.Compare(luma, options.Threshold, rateShift: 0);
            current.WarmUpLeft = Math.Min(options.WarmUpFrames, 4);
            return MotionResult.Nothing(GateState.SceneChanged);
        }

        return watchedAndChanged == 0 ? MotionResult.Nothing(GateState.Watching) : Judge(current);
    }

    private MotionResult Judge(Scene current)
    {
        var smallest = Math.Max(1, options.MinimumArea * current.Blocks);
        var all = new Region(0, int.MaxValue, int.MaxValue, 0, 0, 0);
        foreach (var region in current.FindRegions())
        {
            if (region.Blocks >= smallest)
            {
                all = new Region(
                    all.Blocks + region.Blocks,
                    Math.Min(all.Left, region.Left), Math.Min(all.Top, region.Top), Math.Max(all.Right, region.Right), Math.Max(all.Bottom, region.Bottom),
                    all.Zones | region.Zones);
            }
        }

        return all.Blocks == 0
            ? MotionResult.Nothing(GateState.Watching)
            : new MotionResult(GateState.Watching, (double)all.Blocks / current.Area.WatchedBlocks, current.ToFrame(all), current.Area.NamesOf(all.Zones));
    }

    /// <summary>What depends on the size of the picture.</summary>
    private sealed class Scene
    {
        private readonly Background background;
        private readonly RegionFinder finder;
        private readonly byte[] counts;
        private readonly bool[] active;
        private readonly int width;
        private readonly int height;

        public Scene(MotionOptions options, Luma luma)
        {
            (width, height) = (luma.Width, luma.Height);
            background = new Background(width, height);
            finder = new RegionFinder(background.BlocksWide, background.BlocksHigh, options.DilateBlocks + 1);
            Area = new WatchedArea(options, background.BlocksWide, background.BlocksHigh);
            counts = new byte[Blocks];
            active = new bool[Blocks];
            WarmUpLeft = options.WarmUpFrames;
        }

        public WatchedArea Area { get; }

        public int WarmUpLeft { get; set; }

        public int Blocks => background.BlocksWide * background.BlocksHigh;

        public bool Fits(Luma luma) => luma.Width == width && luma.Height == height;

        public double Compare(Luma luma, int threshold, int rateShift) => background.Compare(luma.Pixels.Span, threshold, rateShift, counts);

        public (int Changed, int WatchedAndChanged) MarkChanged(double share)
        {
            int changed = 0, watchedAndChanged = 0;
            var needed = (int)Math.Ceiling(share * Background.Block * Background.Block);
            for (var block = 0; block < counts.Length; block++)
            {
                var hit = counts[block] >= needed;
                changed += hit ? 1 : 0;
                active[block] = hit && Area.IsWatched(block);
                watchedAndChanged += active[block] ? 1 : 0;
            }

            return (changed, watchedAndChanged);
        }

        public IReadOnlyList<Region> FindRegions() => finder.Find(active, Area);

        // The last blocks may reach beyond the picture.
        public Box ToFrame(Region region) => new(
            (double)region.Left * Background.Block / width,
            (double)region.Top * Background.Block / height,
            Math.Min(1, (double)region.Right * Background.Block / width),
            Math.Min(1, (double)region.Bottom * Background.Block / height));
    }
}
