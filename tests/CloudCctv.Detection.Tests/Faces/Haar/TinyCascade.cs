namespace CloudCctv.Detection.Tests.Faces.Haar;

/// <summary>A cascade of two stages, one of them with a tree of two nodes, in a window of 8 × 8.</summary>
internal static class TinyCascade
{
    public const string Xml =
        """
        <?xml version="1.0"?>
        <opencv_storage>
        <cascade type_id="opencv-cascade-classifier"><stageType>BOOST</stageType>
          <featureType>HAAR</featureType>
          <height>8</height>
          <width>8</width>
          <stageNum>2</stageNum>
          <stages>
            <_><maxWeakCount>1</maxWeakCount><stageThreshold>0.</stageThreshold>
              <weakClassifiers>
                <_><internalNodes>0 -1 0 0.1</internalNodes><leafValues>-1. 1.</leafValues></_></weakClassifiers></_>
            <_><maxWeakCount>2</maxWeakCount><stageThreshold>5e-1</stageThreshold>
              <weakClassifiers>
                <_><internalNodes>1 -2 1 0.05 0 -1 0 0.6</internalNodes><leafValues>1.0 -0.5 0.25</leafValues></_>
                <_><internalNodes>0 -1 1 -0.2</internalNodes><leafValues>-0.75 0.4</leafValues></_></weakClassifiers></_></stages>
          <features>
            <_><rects><_>0 0 8 8 -1.</_><_>0 0 8 4 2.</_></rects></_>
            <_><rects><_>1 1 6 6 -1.</_><_>1 1 2 6 1.5</_><_>5 1 2 6 1.5</_></rects></_></features></cascade>
        </opencv_storage>
        """;
}
