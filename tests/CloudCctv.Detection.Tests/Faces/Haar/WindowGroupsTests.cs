using CloudCctv.Detection.Faces.Haar;

namespace CloudCctv.Detection.Tests.Faces.Haar;

public sealed class WindowGroupsTests
{
    [Fact]
    public void Of_WindowsAroundTwoFaces_AreTwoMeans()
    {
        FaceWindow[] windows = [.. Around(100, 100, 40, 6), .. Around(300, 80, 60, 5)];

        Assert.Equal([(new FaceWindow(100, 100, 40, 40), 6), (new FaceWindow(300, 80, 60, 60), 5)], WindowGroups.Of(windows, 3).Select(group => (group.Window, group.Count)));
    }

    [Fact]
    public void Of_LoneWindows_AreLeftOut() => Assert.Empty(WindowGroups.Of([.. Around(10, 10, 40, 3), .. Around(200, 10, 40, 1)], 3));

    [Fact]
    public void Of_ChainOfLikeWindows_IsOneGroup() =>
        Assert.Equal(10, Assert.Single(WindowGroups.Of([.. Enumerable.Range(0, 10).Select(i => new FaceWindow(100 + (i * 6), 100, 40, 40))], 3)).Count);

    [Fact]
    public void Of_WeakerGroupWithinAStrongerOne_GoesAway() =>
        Assert.Equal(100, Assert.Single(WindowGroups.Of([.. Around(100, 100, 100, 8), .. Around(120, 120, 40, 5)], 3)).Window.Width);

    [Fact]
    public void Of_StrongerGroupWithinAWeakerOne_Stays() =>
        Assert.Equal([100, 40], WindowGroups.Of([.. Around(100, 100, 100, 5), .. Around(120, 120, 40, 8)], 3).Select(group => group.Window.Width));

    // Pairs to either side, so that the mean is the middle.
    private static IEnumerable<FaceWindow> Around(int left, int top, int side, int count) =>
        Enumerable.Range(0, count).Select(i => new FaceWindow(left + (i == count - 1 && count % 2 == 1 ? 0 : i % 2 == 0 ? 2 : -2), top, side, side));
}
