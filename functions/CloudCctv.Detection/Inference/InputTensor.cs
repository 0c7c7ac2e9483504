using CloudCctv.Detection.Cards;
using Microsoft.ML.OnnxRuntime;

namespace CloudCctv.Detection.Inference;

/// <summary>
/// The model's input: float32 [1,3,H,W] in one pinned buffer that lives as long as this and grows with the largest size asked
/// for; beside it the same as the model takes it, where that is something else. One thread at a time.
/// </summary>
internal sealed class InputTensor(ModelInput card) : IDisposable
{
    private readonly PackedInput? packed = PackedInput.For(card);
    private float[] values = [];
    private ModelSize? size;
    private OrtValue? native;

    /// <summary>The tensor as the runtime sees it.</summary>
    public OrtValue Native => packed?.Native ?? native ?? throw new InvalidOperationException("Resize first.");

    /// <summary>Gives the tensor a size. Its values are whatever was there before.</summary>
    public Span<float> Resize(ModelSize wanted)
    {
        var length = 3 * wanted.Width * wanted.Height;
        if (wanted != size)
        {
            native?.Dispose();
            (native, size) = (null, null);
            if (values.Length < length)
            {
                values = GC.AllocateUninitializedArray<float>(length, pinned: true);
            }

            native = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, values.AsMemory(0, length), [1, 3, wanted.Height, wanted.Width]);
            size = wanted;
        }

        return values.AsSpan(0, length);
    }

    /// <summary>Once the values are written.</summary>
    public void Complete() => packed?.Pack(values, size!);

    public void Dispose()
    {
        native?.Dispose();
        packed?.Dispose();
    }
}
