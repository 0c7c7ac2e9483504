using CloudCctv.Detection.Faces;
using CloudCctv.Imaging.Jpeg;
using CloudCctv.Tests.Support;

namespace CloudCctv.Detection.Tests.Faces;

/// <summary>Both men, and how alike each is to himself in other pictures and to the other.</summary>
public sealed class FaceReaderTests
{
    [Fact]
    public void Read_HaarAndLbph_KnowsAManInAWorsePictureFromAnother() => KnowsAMan(new(FaceReader.Haar, Portraits.Cascade(), FaceReader.Lbph, 100, 60));

    [Fact]
    public void Read_YuNetAndLbph_KnowsAManInAWorsePictureFromAnother() => KnowsAMan(new(SharedModels.Find("yunet_s_640.onnx"), null, FaceReader.Lbph, 100, 60));

    [Fact]
    public void Read_SmallerThanAskedFor_IsLeftOut()
    {
        using var reader = FaceReader.Open(new(FaceReader.Haar, Portraits.Cascade(), FaceReader.Lbph, 100, 400));
        Assert.Empty(reader.Read(Portraits.Read(Portraits.One)));
    }

    [Fact]
    public void Open_OtherDetector_IsAnotherMethod()
    {
        using var haar = FaceReader.Open(new(FaceReader.Haar, Portraits.Cascade(), FaceReader.Lbph, 100, 60));
        using var yunet = FaceReader.Open(new(SharedModels.Find("yunet_s_640.onnx"), null, FaceReader.Lbph, 100, 60));
        Assert.NotEqual(haar.Method, yunet.Method);
        Assert.StartsWith("lbph-r1-n8-g8-s100+haarcascade_frontalface_default-", haar.Method, StringComparison.Ordinal);
    }

    private static void KnowsAMan(FaceReaderChoice choice)
    {
        using var reader = FaceReader.Open(choice);
        var one = Portraits.Read(Portraits.One);
        var enrolled = Assert.Single(reader.Read(one));

        var worse = Assert.Single(reader.Read(Portraits.Altered(one, 0.7, JpegScale.Full, 60)));
        var small = Assert.Single(reader.Read(Portraits.Altered(one, 0.9, JpegScale.Half, 80)));
        var other = Assert.Single(reader.Read(Portraits.Read(Portraits.Other)));

        double Likeness(FaceReading face) => reader.Describer.Likeness(enrolled.Description, face.Description);
        TestContext.Current.TestOutputHelper?.WriteLine($"{reader.Method}: worse {Likeness(worse):F3}, small {Likeness(small):F3}, other {Likeness(other):F3}");
        Assert.InRange(Likeness(worse), reader.Describer.SameFrom, 1);
        Assert.True(Likeness(small) > Likeness(other) && Likeness(worse) > Likeness(other));
        Assert.Equal(reader.Describer.SidePixels * reader.Describer.SidePixels * 3, enrolled.Rgb.Length);
    }
}
