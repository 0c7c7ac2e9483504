using CloudCctv.Uploader.Running;
using CloudCctv.Uploader.Settings;

namespace CloudCctv.Uploader.Tests.Running;

public sealed class CameraSlotTests
{
    private static readonly UploaderSettings Settings = new();
    private static readonly CameraSettings Gate = new() { Name = "gate", Source = "/nowhere" };

    [Fact]
    public async Task Apply_OneOfTheSameNameIsStillLeaving_WaitsForItsEnd()
    {
        var leaving = new TaskCompletionSource<bool>();
        var made = new TaskCompletionSource();
        using var slot = new CameraSlot((_, _) => { made.SetResult(); throw new InvalidOperationException("seen"); }, leaving.Task, default);

        slot.Apply(Gate, Settings);
        Assert.False(made.Task.IsCompleted);

        leaving.SetResult(true);
        await made.Task.WaitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Apply_TheOneBeforeFailed_TheNextBeginsAllTheSame()
    {
        var made = 0;
        using var slot = new CameraSlot((_, _) => { made++; throw new InvalidOperationException("seen"); }, null, default);

        slot.Apply(Gate, Settings);
        slot.Apply(Gate with { Source = "/elsewhere" }, Settings);

        await Assert.ThrowsAsync<InvalidOperationException>(() => slot.Running);
        Assert.Equal(2, made);
    }
}
