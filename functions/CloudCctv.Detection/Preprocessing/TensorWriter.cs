using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CloudCctv.Detection.Cards;

namespace CloudCctv.Detection.Preprocessing;

/// <summary>
/// Crops, resizes, places, reorders and normalises in one pass over the picture: R, G, B bytes in, float32 [1,3,H,W] out. Rows
/// are blended in fixed point for whole vectors, columns pixel by pixel with the three colours side by side. One instance serves
/// one thread at a time.
/// </summary>
internal sealed class TensorWriter
{
    private const int Colours = 3;

    private readonly int padding;
    private readonly int[] planeOf;
    private readonly float[] scales = new float[4];
    private readonly float[] offsets = new float[4];
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
        var first = plan.Columns.First;
        var weights = plan.Columns.Weights;
        var origin = plan.Columns.Start;
        ref var mixed = ref MemoryMarshal.GetArrayDataReference(row);

        // Row and column weights are both in parts of One.
        var scale = Vector128.Create(scales) / (ResampledAxis.One * ResampledAxis.One);
        var offset = Vector128.Create(offsets);
        for (var x = 0; x < red.Length; x++)
        {
            var at = (nuint)((first[x] - origin) * Colours);
            var left = Vector128.WidenLower(Load4(ref mixed, at)).AsInt32();
            var right = Vector128.WidenLower(Load4(ref mixed, at + Colours)).AsInt32();
            var pixel = (left << 8) + ((right - left) * weights[x]);
            var value = (Vector128.ConvertToSingle(pixel) * scale) + offset;
            red[x] = value[0];
            green[x] = value[1];
            blue[x] = value[2];
        }
    }

    private static Vector128<ushort> Load4(ref ushort start, nuint index) =>
        Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<ulong>(
            ref Unsafe.As<ushort, byte>(ref Unsafe.Add(ref start, index)))).AsUInt16();

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
