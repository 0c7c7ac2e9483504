using System.Runtime.InteropServices;

namespace CloudCctv.Uploader.Motion.Adaptive;

/// <summary>
/// What is known of each block from experience: how much it differs from the scene when nothing happens (noise), how often
/// something begins there (activity: leaves, water, rain), since when it has been changed (age), and whether something that moved
/// was there a moment ago. From noise and activity follows the threshold of its points.
/// </summary>
internal sealed class BlockMemory
{
    /// <summary>Blocks learn in turn, so many frames apart: what they learn is slow anyway.</summary>
    private const int Turns = 8;

    private const int One = 1 << SceneModel.FractionBits;

    // Normal noise has a mean absolute deviation of 0.8 σ: five of them are 4 σ.
    private const int NoiseFactor = 5;

    // However lively a place is, a person in it has a contrast of four thresholds: no threshold grows beyond.
    private const int HighestFactor = 4;

    // A new change adds a sixteenth of what is missing to 1; with 10 frames per second, half is forgotten in 35 seconds. Leaves that
    // stir every second come to 0.8, a car every ten to 0.2, one person who walks by and back stays below 0.15.
    private const float ActivityGain = 1 / 16f;
    private const float ActivityLoss = 1 / 500f;

    // What the noisiest and liveliest place still counts, so that a person who walks there is seen.
    private const float LeastWeight = 0.25f;
    private const int SettledAge = 3;

    private readonly ushort[] noise;
    private readonly float[] activity;
    private readonly byte[] age;
    private readonly byte[] hold;
    private readonly float[] sensitivity;
    private readonly short[] thresholds;
    private readonly int blocksWide;
    private int turn;
    private int quietThreshold;

    /// <param name="area">Tells the sensitivity of each block.</param>
    /// <param name="blocks">How many.</param>
    /// <param name="blocksWide">Of them in a row.</param>
    /// <param name="threshold">Of a block without noise, grey levels.</param>
    public BlockMemory(WatchedArea area, int blocks, int blocksWide, int threshold)
    {
        this.blocksWide = blocksWide;
        noise = new ushort[blocks];
        activity = new float[blocks];
        age = new byte[blocks];
        hold = new byte[blocks];
        thresholds = new short[blocks];
        sensitivity = [.. Enumerable.Range(0, blocks).Select(block => (float)area.SensitivityOf(block))];
        QuietThreshold = threshold;
    }

    /// <summary>Grey levels that count where there is no noise.</summary>
    public int QuietThreshold
    {
        get => quietThreshold;
        set
        {
            quietThreshold = value;
            for (var block = 0; block < thresholds.Length; block++)
            {
                SetThreshold(block);
            }
        }
    }

    /// <summary>Fixed point, per block.</summary>
    public ReadOnlySpan<short> Thresholds => thresholds;

    /// <summary>Fixed point.</summary>
    public int NoiseOf(int block) => noise[block];

    /// <summary>Frames since when the block has been changed, this one included; 0 if it is not.</summary>
    public int AgeOf(int block) => age[block];

    /// <summary>True if something that moved was there a moment ago.</summary>
    public bool IsHeld(int block) => hold[block] > 0;

    /// <summary>What a changed block counts, 1 in a quiet place. In a lively one, what has just begun counts least.</summary>
    public float WeightOf(int block) => 1 - (activity[block] * (age[block] >= SettledAge ? 1 - LeastWeight : 1));

    public void Hold(int block, int frames) => hold[block] = (byte)frames;

    /// <summary>Whether nothing has happened lately in four blocks in a row: then they need not be noted as unchanged.</summary>
    /// <param name="block">The first.</param>
    public bool AreFourQuiet(int block) => (MemoryMarshal.Read<uint>(age.AsSpan(block)) | MemoryMarshal.Read<uint>(hold.AsSpan(block))) == 0;

    /// <summary>To be told of every block and every frame.</summary>
    public void Note(int block, bool changed)
    {
        hold[block] -= hold[block] > 0 ? (byte)1 : (byte)0;
        if (!changed)
        {
            age[block] = 0;
            return;
        }

        activity[block] += age[block] == 0 ? (1 - activity[block]) * ActivityGain : 0;
        age[block] += age[block] < byte.MaxValue ? (byte)1 : (byte)0;
    }

    /// <summary>Learns from every block at once: what differs while the scene is learned is not a person.</summary>
    /// <param name="spread">Fixed point.</param>
    /// <param name="seen">Frames that have been learned from before.</param>
    public void LearnAll(ReadOnlySpan<ushort> spread, int seen)
    {
        for (var block = 0; block < noise.Length; block++)
        {
            noise[block] = (ushort)(noise[block] + ((spread[block] - noise[block]) / (seen + 1)));
            SetThreshold(block);
        }
    }

    /// <summary>Learns from the blocks whose turn it is.</summary>
    /// <param name="spread">Fixed point.</param>
    public void LearnSome(ReadOnlySpan<ushort> spread)
    {
        turn = (turn + 1) % Turns;
        for (var row = turn * blocksWide; row < noise.Length; row += Turns * blocksWide)
        {
            for (var block = row; block < row + blocksWide; block++)
            {
                // What has changed teaches noise only where something always changes.
                var weight = age[block] > 0 ? activity[block] : 1;
                noise[block] = (ushort)(noise[block] + (weight * (Math.Min((int)spread[block], Highest) - noise[block]) / Turns));
                activity[block] *= 1 - (Turns * ActivityLoss);
                SetThreshold(block);
            }
        }
    }

    private int Highest => Math.Min(quietThreshold * HighestFactor * One, short.MaxValue);

    private void SetThreshold(int block)
    {
        var quiet = quietThreshold * One / sensitivity[block];
        var wanted = Math.Max(quiet, NoiseFactor * noise[block]) * (1 + activity[block]);
        thresholds[block] = (short)Math.Clamp(wanted, 1, Math.Max(Highest, Math.Min(quiet, short.MaxValue)));
    }
}
