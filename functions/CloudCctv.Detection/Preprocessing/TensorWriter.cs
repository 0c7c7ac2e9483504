using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CloudCctv.Detection.Cards;

namespace CloudCctv.Detection.Preprocessing;

/// <summary>
/// Crops, resizes, places, reorders and normalises in one pass over the picture: R, G, B bytes in, float32 [1,3,H,W] out. Rows
/// are blended in fixed point for whole vectors, columns four pixels at a time. One instance serves one thread at a time.
/// </summary>
internal sealed class TensorWriter
{
    private const int Colours = 3;

    private readonly int padding;
    private readonly int[] planeOf;
    private readonly float[] scales = new float[Colours];
    private readonly float[] offsets = new float[Colours];
    private ushort[] row = [];

    public TensorWriter(ModelInput input)
    {
        padding = input.Padding;
        planeOf = input.Colour == ColourOrder.Rgb ? [0, 1, 2] : [2, 1, 0];
        for (var colour = 0; colour < Colours; colour++)
        {
            (scales[colour], offsets[colour]) = input.Normalisation(planeOf[colour]);
        }
    }

    /// <summary>Fills the whole tensor.</summary>
    /// <param name="rgb">The decoded picture, <see cref="InputPlan.Decoded"/>.</param>
    /// <param name="plan">What goes where.</param>
    /// <param name="tensor">3 × height × width of the model's input.</param>
    public void Write(ReadOnlySpan<byte> rgb, InputPlan plan, Span<float> tensor)
    {
        // Loads of four values reach past the last pixel's third; the room behind the row takes them.
        int sourceRow = plan.Decoded.Width * Colours, from = plan.Columns.Start * Colours, length = (plan.Columns.End - plan.Columns.Start) * Colours;
        if (row.Length < length + (2 * Colours))
        {
            row = new ushort[length + (2 * Colours)];
        }

        FillBars(plan, tensor);
        for (var y = 0; y < plan.Height; y++)
        {
            var first = plan.Rows.First[y];
            var second = Math.Min(first + 1, plan.Decoded.Height - 1);
            Blend(rgb.Slice((first * sourceRow) + from, length), rgb.Slice((second * sourceRow) + from, length), plan.Rows.Weights[y], row);
            WriteRow(plan, tensor, y);
        }
    }

    /// <summary>Mixes two rows of bytes into 8.8 fixed point.</summary>
    private static void Blend(ReadOnlySpan<byte> upper, ReadOnlySpan<byte> lower, int weight, Span<ushort> mixed)
    {
        var i = 0;
        if (Vector.IsHardwareAccelerated)
        {
            ushort lowerShare = (ushort)weight, upperShare = (ushort)(ResampledAxis.One - weight);
            for (; i <= upper.Length - Vector<byte>.Count; i += Vector<byte>.Count)
            {
                Vector.Widen(new Vector<byte>(upper[i..]), out var upperLeft, out var upperRight);
                Vector.Widen(new Vector<byte>(lower[i..]), out var lowerLeft, out var lowerRight);
                ((upperLeft * upperShare) + (lowerLeft * lowerShare)).CopyTo(mixed[i..]);
                ((upperRight * upperShare) + (lowerRight * lowerShare)).CopyTo(mixed[(i + Vector<ushort>.Count)..]);
            }
        }

        for (; i < upper.Length; i++)
        {
            mixed[i] = (ushort)((upper[i] * (ResampledAxis.One - weight)) + (lower[i] * weight));
        }
    }

    private void WriteRow(InputPlan plan, Span<float> tensor, int y)
    {
        var planePixels = plan.Model.Width * plan.Model.Height;
        var start = ((plan.Top + y) * plan.Model.Width) + plan.Left;
        var red = tensor.Slice((planeOf[0] * planePixels) + start, plan.Width);
        var green = tensor.Slice((planeOf[1] * planePixels) + start, plan.Width);
        var blue = tensor.Slice((planeOf[2] * planePixels) + start, plan.Width);
        var x = WritePixels(plan.Columns, red, green, blue);
        for (; x < red.Length; x++)
        {
            var at = (plan.Columns.First[x] - plan.Columns.Start) * Colours;
            var weight = plan.Columns.Weights[x];
            red[x] = Normalise(Mix(at, weight), 0);
            green[x] = Normalise(Mix(at + 1, weight), 1);
            blue[x] = Normalise(Mix(at + 2, weight), 2);
        }
    }

    // Row and column weights are both in parts of One.
    private int Mix(int at, int weight) => (row[at] * (ResampledAxis.One - weight)) + (row[at + Colours] * weight);

    private float Normalise(int mixed, int colour) => (mixed * (scales[colour] / (ResampledAxis.One * ResampledAxis.One))) + offsets[colour];

    /// <summary>
    /// Four pixels at a time: of each pair of pixels the colours are brought side by side (R R G G B B) where they are still 16
    /// bits wide, so that the results need only be joined half by half.
    /// </summary>
    /// <returns>How many pixels were written.</returns>
    private int WritePixels(ResampledAxis columns, Span<float> red, Span<float> green, Span<float> blue)
    {
        var count = Vector128.IsHardwareAccelerated ? red.Length & ~3 : 0;
        ref var mixed = ref MemoryMarshal.GetArrayDataReference(row);
        nint start = columns.Start;
        ref var first = ref MemoryMarshal.GetReference(columns.First);
        ref var weights = ref MemoryMarshal.GetReference(columns.Weights);
        const float Unit = 1f / (ResampledAxis.One * ResampledAxis.One);
        var scaleRedGreen = Vector128.Create(scales[0], scales[0], scales[1], scales[1]) * Unit;
        var offsetRedGreen = Vector128.Create(offsets[0], offsets[0], offsets[1], offsets[1]);
        var scaleBlue = Vector128.Create(scales[2] * Unit);
        var offsetBlue = Vector128.Create(offsets[2]);
        for (var x = 0; x < count; x += 4)
        {
            var (redGreen, blue01) = MixPair(ref mixed, start, ref Unsafe.Add(ref first, x), ref Unsafe.Add(ref weights, x));
            var (redGreen23, blue23) = MixPair(ref mixed, start, ref Unsafe.Add(ref first, x + 2), ref Unsafe.Add(ref weights, x + 2));
            var lower = (Vector128.ConvertToSingle(redGreen) * scaleRedGreen) + offsetRedGreen;
            var upper = (Vector128.ConvertToSingle(redGreen23) * scaleRedGreen) + offsetRedGreen;
            var blues = (Vector128.ConvertToSingle(Vector128.Create(blue01, blue23)) * scaleBlue) + offsetBlue;
            Vector128.Create(lower.GetLower(), upper.GetLower()).StoreUnsafe(ref MemoryMarshal.GetReference(red), (nuint)x);
            Vector128.Create(lower.GetUpper(), upper.GetUpper()).StoreUnsafe(ref MemoryMarshal.GetReference(green), (nuint)x);
            blues.StoreUnsafe(ref MemoryMarshal.GetReference(blue), (nuint)x);
        }

        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector128<int> RedGreen, Vector64<int> Blue) MixPair(ref ushort mixed, nint start, ref int first, ref int weights)
    {
        nint a = (first - start) * Colours, b = (Unsafe.Add(ref first, 1) - start) * Colours;
        var left = SideBySide(Load4(ref mixed, a), Load4(ref mixed, b));
        var right = SideBySide(Load4(ref mixed, a + Colours), Load4(ref mixed, b + Colours));
        var weight = Vector128.Create(Unsafe.ReadUnaligned<ulong>(ref Unsafe.As<int, byte>(ref weights))).AsInt32();
        var (redGreen, blue) = (Vector128.WidenLower(left).AsInt32(), Vector128.WidenUpper(left).AsInt32());
        redGreen = (redGreen << 8) + ((Vector128.WidenLower(right).AsInt32() - redGreen) * weight);
        blue = (blue << 8) + ((Vector128.WidenUpper(right).AsInt32() - blue) * weight);
        return (redGreen, blue.GetLower());
    }

    private static ulong Load4(ref ushort start, nint index) =>
        Unsafe.ReadUnaligned<ulong>(ref Unsafe.As<ushort, byte>(ref Unsafe.Add(ref start, index)));

    private static Vector128<ushort> SideBySide(ulong pixel, ulong next) =>
        Vector128.Shuffle(Vector128.Create(pixel, next).AsUInt16(), Vector128.Create((ushort)0, 4, 1, 5, 2, 6, 3, 7));

    private void FillBars(InputPlan plan, Span<float> tensor)
    {
        for (var colour = 0; colour < Colours; colour++)
        {
            var value = (padding * scales[colour]) + offsets[colour];
            var plane = tensor.Slice(planeOf[colour] * plan.Model.Width * plan.Model.Height, plan.Model.Width * plan.Model.Height);
            for (var y = 0; y < plan.Model.Height; y++)
            {
                var line = plane.Slice(y * plan.Model.Width, plan.Model.Width);
                var holdsPicture = y >= plan.Top && y < plan.Top + plan.Height;
                line[..(holdsPicture ? plan.Left : line.Length)].Fill(value);
                line[(holdsPicture ? plan.Left + plan.Width : line.Length)..].Fill(value);
            }
        }
    }
}
