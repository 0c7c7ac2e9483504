using System.Text;
using System.Text.Json.Nodes;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Tests.Support;

namespace CloudCctv.Analysis.Tests.Sightings;

/// <summary>Sidecars that somebody has changed in the store.</summary>
public sealed class HostileSidecarTests
{
    [Theory]
    [InlineData("frame", "\"000009-073205123.jpg\"", "event or frame")]
    [InlineData("width", "0", "width")]
    [InlineData("detections", "[]", "detections")]
    [InlineData("detections", "[null]", "detections")]
    [InlineData("detections", "[{\"label\":\"\",\"score\":1,\"box\":{\"left\":0,\"top\":0,\"right\":1,\"bottom\":1}}]", "detections")]
    [InlineData("detections", "[{\"label\":\"person\",\"score\":1e999,\"box\":{\"left\":0,\"top\":0,\"right\":1,\"bottom\":1}}]", "detections")]
    [InlineData("detections", "[{\"label\":\"person\",\"score\":1,\"box\":{\"left\":5,\"top\":0,\"right\":1,\"bottom\":1}}]", "detections")]
    [InlineData("motion", "{\"score\":2,\"zones\":[]}", "motion")]
    [InlineData("motion", "{\"score\":1,\"zones\":[null]}", "motion.zones")]
    [InlineData("faces", "{\"method\":\"m\",\"seen\":[null]}", "faces")]
    [InlineData("faces", "{\"method\":\"m\",\"seen\":[{\"box\":{\"left\":0,\"top\":0,\"right\":1,\"bottom\":1},\"score\":1,\"name\":\"\"}]}", "faces")]
    [InlineData("faces", "{\"method\":\"m\",\"seen\":[{\"box\":{\"left\":0,\"top\":0,\"right\":9,\"bottom\":1},\"score\":1,\"name\":\"Anna\"}]}", "faces")]
    public async Task Read_FieldThatBreaksARule_NamesIt(string field, string value, string named)
    {
        await using var system = new Installation();
        var name = await SaveAsync(system, json => json[field] = JsonNode.Parse(value));

        var fault = await Assert.ThrowsAsync<InvalidDataException>(() => system.Get<SightingStore>().ReadAsync(name, TestContext.Current.CancellationToken));

        Assert.Contains(named, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_SidecarOfFiveMegabytes_IsRefused()
    {
        await using var system = new Installation();
        var name = await SaveAsync(system, json => json["x"] = new string('x', 5_000_000));

        await Assert.ThrowsAsync<InvalidDataException>(() => system.Get<SightingStore>().ReadAsync(name, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Read_SidecarAsItWasWritten_IsRead()
    {
        await using var system = new Installation();
        var name = await SaveAsync(system, _ => { });

        Assert.Equal(name, (await system.Get<SightingStore>().ReadAsync(name, TestContext.Current.CancellationToken))!.Name);
    }

    private static async Task<SightingName> SaveAsync(Installation system, Action<JsonNode> change)
    {
        var batch = BatchMaker.For().With(Picture.WithPerson());
        await system.PutAsync(batch);
        await system.HandleAsync(batch);
        var name = new SightingName(batch.Name.Event, batch.FrameNamed(0));
        var json = JsonNode.Parse(await system.BytesAsync(name.Sidecar.Value))!;
        change(json);
        await system.Store.Objects.PutAsync(name.Sidecar, Encoding.UTF8.GetBytes(json.ToJsonString()), TestContext.Current.CancellationToken);
        return name;
    }
}
