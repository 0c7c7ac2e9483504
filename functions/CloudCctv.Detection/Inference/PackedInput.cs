using System.Numerics;
using CloudCctv.Detection.Cards;
using Microsoft.ML.OnnxRuntime;

namespace CloudCctv.Detection.Inference;

/// <summary>The input of models that take something other than float32 [1,3,H,W]: bytes, or colours side by side. One thread at a time.</summary>
internal abstract class PackedInput : IDisposable
{
    private const int Colours = 3;

    public OrtValue? Native { get; protected set; }

    /// <summary>Null for models that take float32 [1,3,H,W].</summary>
    public static PackedInput? For(ModelInput input) => (input.Type, input.Layout) switch
    {
        (TensorType.SinglePrecision, TensorLayout.Nchw) => null,
        (TensorType.Byte, _) => new Of<byte>(input.Layout),
        _ => new Of<float>(input.Layout),
    };

    /// <summary>Takes the values over.</summary>
    /// <param name="planes">float32 [1,3,H,W]; may be longer.</param>
    /// <param name="size">Width and height.</param>
    public abstract void Pack(ReadOnlySpan<float> planes, ModelSize size);

    public void Dispose() => Native?.Dispose();

    private sealed class Of<T>(TensorLayout layout) : PackedInput
        where T : unmanaged, INumberBase<T>
    {
        private T[] values = [];
        private ModelSize? current;

        public override void Pack(ReadOnlySpan<float> planes, ModelSize size)
        {
            Resize(size);
            var pixels = size.Width * size.Height;
            var (pixelStep, colourStep) = layout == TensorLayout.Nhwc ? (Colours, 1) : (1, pixels);
            for (var colour = 0; colour < Colours; colour++)
            {
                var plane = planes.Slice(colour * pixels, pixels);
                for (int pixel = 0, at = colour * colourStep; pixel < plane.Length; pixel++, at += pixelStep)
                {
                    values[at] = typeof(T) == typeof(byte) ? T.CreateSaturating(MathF.Round(plane[pixel])) : T.CreateSaturating(plane[pixel]);
                }
            }
        }

        private void Resize(ModelSize size)
        {
            if (size == current)
            {
                return;
            }

            Native?.Dispose();
            values = GC.AllocateUninitializedArray<T>(Colours * size.Width * size.Height, pinned: true);
            long[] shape = layout == TensorLayout.Nhwc ? [1, size.Height, size.Width, Colours] : [1, Colours, size.Height, size.Width];
            Native = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, values.AsMemory(), shape);
            current = size;
        }
    }
}
