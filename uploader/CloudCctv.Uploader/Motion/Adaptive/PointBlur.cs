using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CloudCctv.Uploader.Motion.Adaptive;

/// <summary>The blur of a <see cref="SceneModel"/> (3 × 3 binomial, the edge repeated beyond it) for a few points of a picture instead of all.</summary>
/// <param name="width">Of the luma, pixels.</param>
/// <param name="height">Of the luma, pixels.</param>
internal sealed class PointBlur(int width, int height)
{
    /// <summary>The weights add up to 2 to this power.</summary>
    public const int Bits = 4;

    /// <summary>Level of one point of a picture as the comparison sees it, fixed point.</summary>
    public int At(ReadOnlySpan<byte> luma, int x, int y)
    {
        int left = Math.Max(x - 1, 0), right = Math.Min(x + 1, width - 1);
        var above = luma.Slice(Math.Max(y - 1, 0) * width, width);
        var here = luma.Slice(y * width, width);
        var below = luma.Slice(Math.Min(y + 1, height - 1) * width, width);
        var sum = above[left] + (2 * above[x]) + above[right]
            + (2 * (here[left] + (2 * here[x]) + here[right]))
            + below[left] + (2 * below[x]) + below[right];
        return sum << (SceneModel.FractionBits - Bits);
    }

    /// <summary>The same of four points in a row, in the lower lanes. At least one point lies above, below and before them, and four after.</summary>
    public Vector128<short> FourAt(ReadOnlySpan<byte> luma, int x, int y)
    {
        var start = (y * width) + x - 1;
        var sums = Eight(luma, start - width) + (Eight(luma, start) << 1) + Eight(luma, start + width);
        var next = Vector128.Shuffle(sums, Vector128.Create(1, 2, 3, 4, 5, 6, 7, (short)7));
        var afterNext = Vector128.Shuffle(sums, Vector128.Create(2, 3, 4, 5, 6, 7, 7, (short)7));
        return (sums + (next << 1) + afterNext) << (SceneModel.FractionBits - Bits);
    }

    private static Vector128<short> Eight(ReadOnlySpan<byte> luma, int start) =>
        Vector128.WidenLower(Vector128.CreateScalar(MemoryMarshal.Read<ulong>(luma[start..])).AsByte()).AsInt16();
}
