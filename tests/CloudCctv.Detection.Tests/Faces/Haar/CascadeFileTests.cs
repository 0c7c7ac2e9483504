using CloudCctv.Detection.Faces.Haar;
using CloudCctv.Tests.Support;

namespace CloudCctv.Detection.Tests.Faces.Haar;

public sealed class CascadeFileTests
{
    [Fact]
    public void Read_Cascade_HasItsStagesTreesAndFeatures()
    {
        using var folder = new TempFolder();

        var (cascade, identity) = CascadeFile.Read(Write(folder, TinyCascade.Xml));

        Assert.Equal((8, 8, 2, 2), (cascade.Width, cascade.Height, cascade.Stages.Count, cascade.Features.Count));
        Assert.Equal(new HaarNode(1, -2, 1, 0.05f), cascade.Stages[1].Trees[0].Nodes[0]);
        Assert.Equal(new HaarRectangle(5, 1, 2, 6, 1.5f), cascade.Features[1].Rectangles[2]);
        Assert.Equal(("tiny", 64), (identity.Name, identity.Sha256.Length));
    }

    [Fact]
    public void Read_DebiansCascade_Has25Stages()
    {
        var (cascade, identity) = CascadeFile.Read(Portraits.Cascade());

        Assert.Equal((24, 24, 25), (cascade.Width, cascade.Height, cascade.Stages.Count));
        Assert.Equal("haarcascade_frontalface_default", identity.Name);
    }

    [Theory]
    [InlineData("<cascade", "<other", "no element cascade")]
    [InlineData("HAAR", "LBP", "featureType HAAR")]
    [InlineData("<width>8<", "<width>800<", "800×8")]
    [InlineData("<width>8<", "<width>wide<", "wide")]
    [InlineData("0 0 8 4 2.", "0 0 9 4 2.", "outside the window")]
    [InlineData("0 0 8 4 2.", "0 0 8 4", "4 numbers instead of 5")]
    [InlineData("0 -1 0 0.1", "0 -1 7 0.1", "a feature that is not there")]
    [InlineData("0 -1 0 0.1", "0 -5 0 0.1", "leads nowhere")]
    [InlineData("1 -2 1 0.05 0 -1 0 0.6", "1 -2 1 0.05 1 -1 0 0.6", "leads nowhere")]
    [InlineData("0 -1 0 0.1", "0 -1 0", "4 numbers each")]
    [InlineData("<rects><_>0 0 8 8", "<tilted>1</tilted><rects><_>0 0 8 8", "tilted")]
    [InlineData("<?xml version=\"1.0\"?>", "<!DOCTYPE a [<!ENTITY x \"y\">]>", "DTD")]
    [InlineData("</opencv_storage>", "", "opencv_storage")]
    public void Read_SpoiltFile_NamesItAndWhatIsWrong(string from, string to, string named)
    {
        using var folder = new TempFolder();
        var path = Write(folder, TinyCascade.Xml.Replace(from, to, StringComparison.Ordinal).Replace("</cascade>", from == "<cascade" ? "</other>" : "</cascade>", StringComparison.Ordinal));

        var fault = Assert.Throws<ModelException>(() => CascadeFile.Read(path));

        Assert.StartsWith(path, fault.Message, StringComparison.Ordinal);
        Assert.Contains(named, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NoFile_SaysWhichPackageHasOne() =>
        Assert.Contains("opencv-data", Assert.Throws<ModelException>(() => CascadeFile.Read("/no/such/cascade.xml")).Message, StringComparison.Ordinal);

    private static string Write(TempFolder folder, string xml)
    {
        var path = folder.File("tiny.xml");
        File.WriteAllText(path, xml);
        return path;
    }
}
