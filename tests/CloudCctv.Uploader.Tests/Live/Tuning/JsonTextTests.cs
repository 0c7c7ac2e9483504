using System.Text;
using CloudCctv.Uploader.Live.Tuning;

namespace CloudCctv.Uploader.Tests.Live.Tuning;

public sealed class JsonTextTests
{
    [Theory]
    // The value is there.
    [InlineData("""{"cameras":[{"name":"gate","motion":{"zones":[1,[2]],"threshold":3}}]}""", """{"cameras":[{"name":"gate","motion":{"zones":NEW,"threshold":3}}]}""")]
    // Comments, spaces and trailing commas stay.
    [InlineData("""
        { // mine
          "cameras": [
            { "name": "yard", "motion": { "zones": [] } },
            { /* tuned */ "motion": { "threshold": 3, "zones": [ /* none */ ], }, "name": "gate" }, // end
          ]
        }
        """, """
        { // mine
          "cameras": [
            { "name": "yard", "motion": { "zones": [] } },
            { /* tuned */ "motion": { "threshold": 3, "zones": NEW, }, "name": "gate" }, // end
          ]
        }
        """)]
    // The value, or the settings around it, are not there yet.
    [InlineData("""{"cameras":[{"name":"gate","motion":{"threshold":3}}]}""", """{"cameras":[{"name":"gate","motion":{"threshold":3, "zones": NEW}}]}""")]
    [InlineData("""{"cameras":[{"name":"gate","motion":{ }}]}""", """{"cameras":[{"name":"gate","motion":{ "zones": NEW }}]}""")]
    [InlineData("""{"cameras":[{"name":"gate", }]}""", """{"cameras":[{"name":"gate", "motion": { "zones": NEW }, }]}""")]
    // Keys of the same name elsewhere are others.
    [InlineData("""{"zones":1,"motion":{"zones":2},"cameras":[{"events":{"motion":{"zones":3}},"name":"gate","motion":{"zones":4}}]}""", """{"zones":1,"motion":{"zones":2},"cameras":[{"events":{"motion":{"zones":3}},"name":"gate","motion":{"zones":NEW}}]}""")]
    // A key that is there twice: readers take the last.
    [InlineData("""{"cameras":[{"name":"gate","motion":{"zones":1,"zones":2}}]}""", """{"cameras":[{"name":"gate","motion":{"zones":1,"zones":NEW}}]}""")]
    // Names may be written with escapes.
    [InlineData("""{"cameras":[{"name":"\u0067ate","motion":{"zones":1}}]}""", """{"cameras":[{"name":"\u0067ate","motion":{"zones":NEW}}]}""")]
    public void SetMotion_ChangesThatValueOnly(string text, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(JsonText.SetMotion(Encoding.UTF8.GetBytes(text), "gate", "zones", "NEW")!));

    [Theory]
    [InlineData("""{"cameras":[{"name":"gate","motion":{"threshold":9,"runningAverage":{"weight":1,"threshold":3}}}]}""", """{"cameras":[{"name":"gate","motion":{"threshold":9,"runningAverage":{"weight":1,"threshold":NEW}}}]}""")]
    [InlineData("""{"cameras":[{"name":"gate","motion":{"runningAverage":{ /* none */ }}}]}""", """{"cameras":[{"name":"gate","motion":{"runningAverage":{ "threshold": NEW /* none */ }}}]}""")]
    [InlineData("""{"cameras":[{"name":"gate","motion":{"threshold":9}}]}""", """{"cameras":[{"name":"gate","motion":{"threshold":9, "runningAverage": { "threshold": NEW }}}]}""")]
    [InlineData("""{"cameras":[{"name":"gate"}]}""", """{"cameras":[{"name":"gate", "motion": { "runningAverage": { "threshold": NEW } }}]}""")]
    public void SetMotion_KeyThatLiesDeeper_ChangesThatValueOnly(string text, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(JsonText.SetMotion(Encoding.UTF8.GetBytes(text), "gate", "runningAverage.threshold", "NEW")!));

    [Theory]
    [InlineData("""{"cameras":[{"name":"yard"}]}""")]
    [InlineData("""{"cameras":[]}""")]
    [InlineData("""{"cameras":{"name":"gate"}}""")]
    [InlineData("""{}""")]
    [InlineData("""[]""")]
    public void SetMotion_NoSuchCamera_IsNull(string text) => Assert.Null(JsonText.SetMotion(Encoding.UTF8.GetBytes(text), "gate", "zones", "[]"));
}
