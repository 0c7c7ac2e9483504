using CloudCctv.Detection.Cards;
using CloudCctv.Detection.Inference;
using CloudCctv.Detection.Tests.Models;

namespace CloudCctv.Detection.Tests.Inference;

public sealed class PackedInputTests
{
    private static readonly ModelSize Size = new() { Width = 3, Height = 2 };

    // Plane 0 is 0…5, plane 1 is 100…105, plane 2 is 200…205, all a little off.
    private static readonly float[] Planes = [.. Enumerable.Range(0, 18).Select(i => (i / 6 * 100) + (i % 6) + 0.3f)];

    [Fact]
    public void Pack_BytesSideBySide_AreRoundedAndInterleaved()
    {
        using var packed = PackedInput.For(Card(TensorType.Byte, TensorLayout.Nhwc))!;

        packed.Pack(Planes, Size);

        Assert.Equal([1, 2, 3, 3], packed.Native!.GetTensorTypeAndShape().Shape);
        Assert.Equal([0, 100, 200, 1, 101, 201, 2, 102, 202, 3, 103, 203, 4, 104, 204, 5, 105, 205], packed.Native.GetTensorDataAsSpan<byte>().ToArray());
    }

    [Fact]
    public void Pack_BytesInPlanes_StayInPlanes()
    {
        using var packed = PackedInput.For(Card(TensorType.Byte, TensorLayout.Nchw))!;

        packed.Pack(Planes, Size);

        Assert.Equal([1, 3, 2, 3], packed.Native!.GetTensorTypeAndShape().Shape);
        Assert.Equal([.. Planes.Select(value => (byte)value)], packed.Native.GetTensorDataAsSpan<byte>().ToArray());
    }

    [Fact]
    public void Pack_FloatsSideBySide_KeepTheirFractions_AlsoAtAnotherSize()
    {
        using var packed = PackedInput.For(Card(TensorType.SinglePrecision, TensorLayout.Nhwc))!;

        packed.Pack(Planes, Size);
        packed.Pack(Planes, new() { Width = 1, Height = 2 });

        Assert.Equal([1, 2, 1, 3], packed.Native!.GetTensorTypeAndShape().Shape);
        Assert.Equal([0.3f, 2.3f, 4.3f, 1.3f, 3.3f, 5.3f], packed.Native.GetTensorDataAsSpan<float>().ToArray());
    }

    [Fact]
    public void Pack_ValuesOutsideAByte_AreItsEnds()
    {
        using var packed = PackedInput.For(Card(TensorType.Byte, TensorLayout.Nchw))!;

        packed.Pack([-0.6f, 255.6f, 254.6f], new() { Width = 1, Height = 1 });

        Assert.Equal([0, 255, 255], packed.Native!.GetTensorDataAsSpan<byte>().ToArray());
    }

    [Fact]
    public void For_WhatIsWrittenAnyway_IsNothing() => Assert.Null(PackedInput.For(Card(TensorType.SinglePrecision, TensorLayout.Nchw)));

    private static ModelInput Card(TensorType type, TensorLayout layout) => FamilyCard.Of("yolox", 1).Input with { Type = type, Layout = layout };
}
