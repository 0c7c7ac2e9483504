namespace CloudCctv.Detection.Cards;

/// <summary>The picture that the model takes: one tensor, batch of 1. Either <see cref="Size"/>, or <see cref="MultipleOf"/> with <see cref="LongSide"/>.</summary>
public sealed record ModelInput
{
    public required string Name { get; init; }

    public required TensorLayout Layout { get; init; }

    public required TensorType Type { get; init; }

    /// <summary>Order of the three colours.</summary>
    public required ColourOrder Colour { get; init; }

    /// <summary>The one size that the model takes.</summary>
    public ModelSize? Size { get; init; }

    /// <summary>The model takes any width and height that are multiples of this many pixels.</summary>
    public int? MultipleOf { get; init; }

    /// <summary>Pixels of the longer side that are a good bargain between time and small objects.</summary>
    public int? LongSide { get; init; }

    /// <summary>What bytes 0 and 255 become, such as [0, 1] or [0, 255]. Either this, or <see cref="Mean"/> and <see cref="Std"/>.</summary>
    public IReadOnlyList<float>? Range { get; init; }

    /// <summary>Subtracted from the byte, per plane, before the division by <see cref="Std"/>.</summary>
    public IReadOnlyList<float>? Mean { get; init; }

    /// <summary>On the scale of bytes, per plane.</summary>
    public IReadOnlyList<float>? Std { get; init; }

    /// <summary>Byte, 0 to 255, of the bars that fill the input where the picture does not.</summary>
    public required int Padding { get; init; }

    public required Placement Placement { get; init; }

    /// <summary>The model's value of a byte is byte × Scale + Offset.</summary>
    internal (float Scale, float Offset) Normalisation(int plane) => Range is { } range
        ? ((range[1] - range[0]) / 255f, range[0])
        : (1f / Std![plane], -Mean![plane] / Std[plane]);
}

/// <summary>Pixels of the model's input.</summary>
public sealed record ModelSize
{
    public required int Width { get; init; }

    public required int Height { get; init; }

    public override string ToString() => $"{Width}×{Height}";
}

public enum TensorLayout
{
    /// <summary>Batch, plane, row, column.</summary>
    Nchw,

    /// <summary>Batch, row, column, colour: as pictures lie in memory, and as TensorFlow takes them.</summary>
    Nhwc,
}

public enum TensorType
{
    SinglePrecision,

    /// <summary>The bytes of the picture; needs <see cref="ModelInput.Range"/> [0, 255].</summary>
    Byte,
}

public enum ColourOrder
{
    Rgb,
    Bgr,
}

/// <summary>Where the picture lies when its shape is not the input's.</summary>
public enum Placement
{
    TopLeft,
    Centre,

    /// <summary>Everywhere: it is squeezed into the input, as the training pictures of many SSDs were. Needs <see cref="ModelInput.Size"/>.</summary>
    Stretch,
}
