namespace CloudCctv.Uploader.Tests.Objects.Comparison;

/// <summary>A made-up yard as the gate sees it, and things in it.</summary>
internal sealed class Yard
{
    public const int Width = 160;
    public const int Height = 120;

    private readonly byte[] points;

    private Yard(byte[] points) => this.points = points;

    public byte[] Points => points;

    /// <summary>Walls, ground and some gravel.</summary>
    public static Yard Empty() => Of((x, y) => 110 + (30 * Math.Sin(x / 9.0)) + (20 * Math.Sin((y / 7.0) + (x / 23.0))) + (y > 70 ? Hash(x / 2, y / 2) % 25 : 0));

    /// <summary>With a thing of its own pattern in it.</summary>
    public Yard With(int left, int top, int width, int height, int level = 200, int pattern = 25) => Change((x, y, point) =>
        x >= left && x < left + width && y >= top && y < top + height ? level + (Hash((x - left) / 3, (y - top) / 3) % (pattern + 1)) - (pattern / 2) : point);

    public Yard In(double gain, double offset) => Change((_, _, point) => (gain * point) + offset);

    /// <summary>A shadow over the left part, with a soft rim.</summary>
    public Yard InShade(int until) => Change((x, _, point) => point * (1 - (0.35 * Math.Clamp((until - x) / 12.0, 0, 1))));

    public Yard Noisy(int seed, int levels = 6)
    {
        var random = new Random(seed);
        return Change((_, _, point) => point + random.Next(-levels, levels + 1));
    }

    public Yard Moved(int right, int down) => Of((x, y) => points[(Math.Clamp(y - down, 0, Height - 1) * Width) + Math.Clamp(x - right, 0, Width - 1)]);

    private static Yard Of(Func<int, int, double> level) =>
        new([.. Enumerable.Range(0, Width * Height).Select(i => (byte)Math.Clamp(Math.Round(level(i % Width, i / Width)), 0, 255))]);

    private static int Hash(int x, int y) => (int)(((uint)(x * 73_856_093) ^ (uint)(y * 19_349_663)) % 1_009);

    private Yard Change(Func<int, int, double, double> change) => Of((x, y) => change(x, y, points[(y * Width) + x]));
}
