using CloudCctv.Detection.Evaluation.Labels;
using CloudCctv.Imaging.Jpeg;
using CloudCctv.Tests.Support;

namespace CloudCctv.Detection.Tests.Evaluation.Labels;

public sealed class LabelSetTests : IDisposable
{
    private static readonly JpegHeader Size = new(200, 100);

    private readonly TempFolder folder = new();

    [Fact]
    public void Read_Yolo_PersonsAndIgnoredRegionsInPixels()
    {
        Write("yard/a.txt", "0 0.5 0.5 0.2 0.4\n-1 0.1 0.1 0.2 0.2\n7 0.5 0.5 0.1 0.1\n\n");

        var labels = LabelSet.Read(folder.Path, "person");

        var truths = labels.TruthsOf("yard/a.jpg", Size);
        Assert.Equal([false, true], truths.Select(truth => truth.IsIgnored));
        Assert.Equal(80, truths[0].Box.Left, 0.01);
        Assert.Equal(30, truths[0].Box.Top, 0.01);
        Assert.Equal(120, truths[0].Box.Right, 0.01);
        Assert.Equal(70, truths[0].Box.Bottom, 0.01);
    }

    [Fact]
    public void Read_YoloWithClasses_TakesTheNumberFromThere()
    {
        Write("classes.txt", "dog\nPerson\n");
        Write("a.txt", "1 0.5 0.5 0.2 0.4\n0 0.2 0.2 0.1 0.1\n");

        Assert.Single(LabelSet.Read(folder.Path, "person").TruthsOf("a.jpg", Size));
        Assert.Contains("dog, Person", Assert.Throws<LabelException>(() => LabelSet.Read(folder.Path, "cat")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_EmptyYoloFile_IsAPictureWithNobody()
    {
        Write("a.txt", "");

        var labels = LabelSet.Read(folder.Path, "person");

        Assert.True(labels.Knows("a.jpeg"));
        Assert.False(labels.Knows("b.jpeg"));
        Assert.Empty(labels.TruthsOf("a.jpeg", Size));
        Assert.Equal(["a.txt"], labels.Missing(["b.jpeg"]));
    }

    [Theory]
    [InlineData("0 0.5 0.5 0.2", "has 4 fields")]
    [InlineData("0 0.1 0.1 0.2 0.1 0.2 0.2", "has 7 fields")]
    [InlineData("person 0.5 0.5 0.2 0.2", "class 'person'")]
    [InlineData("-2 0.5 0.5 0.2 0.2", "class '-2'")]
    [InlineData("0 320 240 40 80", "'320' must be a number from 0 to 1, a share of the picture")]
    [InlineData("0 0.5 NaN 0.2 0.2", "'NaN'")]
    [InlineData("0 0.5 0.5 0 0.2", "the box is empty")]
    public void Read_WrongYoloLine_NamesFileLineValueAndWhatIsRight(string line, string expected)
    {
        Write("a.txt", "0 0.5 0.5 0.2 0.2\n" + line);

        var fault = Assert.Single(Assert.Throws<LabelException>(() => LabelSet.Read(folder.Path, "person")).Faults);

        Assert.StartsWith($"{folder.File("a.txt")}:2: ", fault, StringComparison.Ordinal);
        Assert.Contains(expected, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_FaultsWithoutEnd_TellsTwentyAndHowManyMore()
    {
        Write("a.txt", string.Join('\n', Enumerable.Repeat("nonsense", 50)));

        var lines = Assert.Throws<LabelException>(() => LabelSet.Read(folder.Path, "person")).Message.Split(Environment.NewLine);

        Assert.Equal(21, lines.Length);
        Assert.Equal("… and 30 more.", lines[^1]);
    }

    [Fact]
    public void Read_Coco_PersonsAndCrowds()
    {
        Write("labels.json", """
            { "images": [ { "id": 1, "file_name": "yard/a.jpg", "width": 200, "height": 100 }, { "id": 2, "file_name": "b.jpg", "width": 200, "height": 100 } ],
              "categories": [ { "id": 3, "name": "person" }, { "id": 4, "name": "dog" } ],
              "annotations": [
                { "id": 1, "image_id": 1, "category_id": 3, "bbox": [80, 30, 40, 40], "iscrowd": 0, "segmentation": [[1, 2]] },
                { "id": 2, "image_id": 1, "category_id": 3, "bbox": [0, 0, 50, 50], "iscrowd": 1 },
                { "id": 3, "image_id": 1, "category_id": -1, "bbox": [0, 0, 60, 50] },
                { "id": 4, "image_id": 1, "category_id": 4, "bbox": [0, 0, 10, 10] } ] }
            """);

        var labels = LabelSet.Read(folder.Path, "person");

        Assert.Equal([false, true, true], labels.TruthsOf("yard/a.jpg", Size).Select(truth => truth.IsIgnored));
        Assert.Equal(new(80, 30, 120, 70), labels.TruthsOf("yard/a.jpg", Size)[0].Box);
        Assert.True(labels.Knows("b.jpg"));
        Assert.Contains("has 100×100", Assert.Throws<LabelException>(() => labels.TruthsOf("b.jpg", new(100, 100))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "image_id": 9, "category_id": 3, "bbox": [1, 1, 2, 2] }""", "annotations[0].image_id is 9")]
    [InlineData("""{ "image_id": 1, "category_id": 3, "bbox": [1, 1, 2] }""", "annotations[0].bbox must be [left, top, width, height]")]
    [InlineData("""{ "image_id": 1, "category_id": 3, "bbox": [190, 1, 20, 2] }""", "must lie in the picture of 200×100")]
    [InlineData("""{ "image_id": 1, "category_id": 3, "bbox": [1, 1, -5, 2] }""", "with width and height above 0")]
    public void Read_WrongCocoAnnotation_NamesPlaceValueAndWhatIsRight(string annotation, string expected)
    {
        Write("labels.json", $$"""
            { "images": [ { "id": 1, "file_name": "a.jpg", "width": 200, "height": 100 } ], "categories": [ { "id": 3, "name": "person" } ], "annotations": [ {{annotation}} ] }
            """);

        Assert.Contains(expected, Assert.Single(Assert.Throws<LabelException>(() => LabelSet.Read(folder.Path, "person")).Faults), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "images": [] }""", "is no COCO file")]
    [InlineData("""[1, 2""", "is not readable as COCO JSON")]
    [InlineData("""{ "images": [ { "id": 1, "file_name": "a.jpg", "width": 2, "height": 1 } ], "categories": [ { "id": 1, "name": "dog" } ] }""", "has no category 'person'; it has dog")]
    [InlineData("""{ "images": [ { "id": 1, "file_name": "a.jpg" } ], "categories": [ { "id": 1, "name": "person" } ] }""", "images[0] (id 1): is 0×0 pixels")]
    [InlineData("""{ "images": [ { "id": 1, "file_name": "a.jpg", "width": 2, "height": 1 }, { "id": 1, "file_name": "b.jpg", "width": 2, "height": 1 } ], "categories": [ { "id": 1, "name": "person" } ] }""", "2 images have the id 1")]
    [InlineData("""{ "images": [ { "id": 1, "file_name": "a.jpg", "width": 2, "height": 1 }, { "id": 2, "file_name": "a.png", "width": 2, "height": 1 } ], "categories": [ { "id": 1, "name": "person" } ] }""", "two images are named 'a.jpg'")]
    public void Read_FileThatIsNoCoco_SaysWhatIsWrong(string json, string expected)
    {
        Write("labels.json", json);

        Assert.Contains(expected, Assert.Throws<LabelException>(() => LabelSet.Read(folder.File("labels.json"), "person")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_FolderWithoutLabelsOrWithBothKinds_SaysSo()
    {
        Assert.Contains("holds neither", Assert.Throws<LabelException>(() => LabelSet.Read(folder.Path, "person")).Message, StringComparison.Ordinal);
        Write("a.txt", "");
        Write("b.json", "{}");
        Assert.Contains("1 .json and 1 .txt", Assert.Throws<LabelException>(() => LabelSet.Read(folder.Path, "person")).Message, StringComparison.Ordinal);
        Assert.Contains("no such folder", Assert.Throws<LabelException>(() => LabelSet.Read(folder.File("nowhere"), "person")).Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private void Write(string name, string text)
    {
        var file = folder.File(name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
