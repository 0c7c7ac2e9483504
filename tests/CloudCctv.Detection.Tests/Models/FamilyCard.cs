using CloudCctv.Detection.Cards;

namespace CloudCctv.Detection.Tests.Models;

/// <summary>Cards for decoders: only what they read differs.</summary>
internal static class FamilyCard
{
    public static readonly ModelSize Input = new() { Width = 64, Height = 32 };

    public static ModelCard Of(string family, int labels, int outputs = 1, ModelOutput? options = null) => new()
    {
        Name = family,
        Sha256 = new string('0', 64),
        Licence = "MIT",
        Input = new()
        {
            Name = "images",
            Layout = TensorLayout.Nchw,
            Type = TensorType.SinglePrecision,
            Colour = ColourOrder.Bgr,
            Size = Input,
            Range = [0, 255],
            Padding = 0,
            Placement = Placement.TopLeft,
        },
        Output = (options ?? new() { Names = [], Family = family }) with
        {
            Names = [.. Enumerable.Range(0, outputs).Select(i => $"out{i}")],
            Family = family,
        },
        Labels = [.. Enumerable.Range(0, labels).Select(i => $"class {i}")],
        MinScore = 0.3f,
        NmsIou = 0.5f,
    };

    /// <summary>A card's output with only these keys.</summary>
    public static ModelOutput Options(bool? channelsLast = null, int? firstClass = null, IReadOnlyList<int>? strides = null, IReadOnlyList<IReadOnlyList<float>>? anchors = null) =>
        new() { Names = [], Family = "", ChannelsLast = channelsLast, FirstClass = firstClass, Strides = strides, Anchors = anchors };
}
