using CloudCctv.Analysis.Faces.Enrolment;
using CloudCctv.Analysis.Results;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Tests.Support;

namespace CloudCctv.Analysis.Tests.Faces;

/// <summary>What tests of faces do again and again.</summary>
internal static class FaceScene
{
    public const int Anna = 1;

    public const int Stranger = 2;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static Installation WithFaces(params (string Key, string Value)[] settings) => With(new BlueFaceDetector(), settings);

    public static Installation With(BlueFaceDetector detector, params (string Key, string Value)[] settings) => new(
        settings: new Dictionary<string, string?>(settings.Select(one => new KeyValuePair<string, string?>(one.Key, one.Value))) { ["Faces:Enabled"] = "true" },
        faces: BlueFaceDetector.Reader(detector));

    public static Task<IReadOnlyList<EnrolledPicture>> EnrolAsync(this Installation system, string name, params byte[][] pictures) =>
        system.Get<FaceEnroller>().EnrolAsync(name, pictures, Token);

    public static async Task<BatchResult> HandledAsync(this Installation system, BatchMaker batch)
    {
        await system.PutAsync(batch);
        Assert.True((await system.HandleAsync(batch)).IsDone);
        return (await system.Get<ResultStore>().FindAsync(batch.Name, Token))!;
    }

    public static async Task<Sighting> SightingAsync(this Installation system, BatchMaker batch, int frame = 0) =>
        (await system.Get<SightingStore>().ReadAsync(new SightingName(batch.Name.Event, batch.FrameNamed(frame)), Token))!;

    public static async Task<string?> AlertTextAsync(this Installation system)
    {
        await system.DeliverAsync();
        return system.Channel.Sent is [.., var last] ? last.Text : null;
    }
}
