package org.cellineage.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.io.SeekableInputStream;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;

/**
 * Copies a plate's cells under another name of the same length, page by page: only the dictionary of {@code movie_id} is
 * written anew. So tens of millions of rows, of the layout that the store wrote, take seconds.
 */
final class PlateCopy {

    private static final String MOVIE = "movie_id";

    private final Configuration configuration = new Configuration();
    private final String from;
    private final String to;

    PlateCopy(String from, String to) {
        if (from.length() != to.length()) {
            throw new IllegalArgumentException("names of one length are needed, not " + from + " and " + to);
        }
        this.from = from;
        this.to = to;
    }

    /** Copies all files under a folder to the same places under another. */
    void copy(Path source, Path target) throws IOException {
        try (Stream<Path> all = Files.walk(source)) {
            for (Path file : all.filter(f -> f.toString().endsWith(".parquet")).toList()) {
                Path copy = target.resolve(source.relativize(file));
                Files.createDirectories(copy.getParent());
                copyFile(file, copy);
            }
        }
    }

    private static org.apache.hadoop.fs.Path hadoop(Path file) {
        return new org.apache.hadoop.fs.Path(file.toUri());
    }

    private void copyFile(Path source, Path target) throws IOException {
        HadoopInputFile in = HadoopInputFile.fromPath(hadoop(source), configuration);
        try (ParquetFileReader reader = ParquetFileReader.open(in);
                ParquetFileReader movies = ParquetFileReader.open(in);
                SeekableInputStream bytes = in.newStream()) {
            MessageType schema = reader.getFileMetaData().getSchema();
            movies.setRequestedSchema(new MessageType(schema.getName(), schema.getType(MOVIE)));
            ParquetFileWriter writer = new ParquetFileWriter(
                    HadoopOutputFile.fromPath(hadoop(target), configuration),
                    schema,
                    ParquetFileWriter.Mode.CREATE,
                    ParquetWriter.DEFAULT_BLOCK_SIZE,
                    ParquetWriter.MAX_PADDING_SIZE_DEFAULT);
            writer.start();
            for (BlockMetaData block : reader.getFooter().getBlocks()) {
                writer.startBlock(block.getRowCount());
                for (ColumnChunkMetaData chunk : block.getColumns()) {
                    ColumnDescriptor column =
                            schema.getColumnDescription(chunk.getPath().toArray());
                    if (chunk.getPath().toDotString().equals(MOVIE)) {
                        rename(movies.readNextRowGroup().getPageReader(column), column, chunk, writer);
                    } else {
                        writer.appendColumnChunk(
                                column,
                                bytes,
                                chunk,
                                null,
                                reader.readColumnIndex(chunk),
                                reader.readOffsetIndex(chunk));
                    }
                }
                writer.endBlock();
            }
            writer.end(reader.getFileMetaData().getKeyValueMetaData());
        }
    }

    private void rename(PageReader pages, ColumnDescriptor column, ColumnChunkMetaData chunk, ParquetFileWriter writer)
            throws IOException {
        CodecFactory codecs = new CodecFactory(configuration, ParquetWriter.DEFAULT_PAGE_SIZE);
        var compressor = codecs.getCompressor(chunk.getCodec());
        DictionaryPage dictionary = pages.readDictionaryPage();
        if (dictionary == null) {
            throw new IllegalStateException("the movies' names have no dictionary");
        }
        String text = new String(dictionary.getBytes().toByteArray(), StandardCharsets.ISO_8859_1);
        byte[] renamed = text.replace(from + "/", to + "/").getBytes(StandardCharsets.ISO_8859_1);
        Statistics<?> statistics = Statistics.createStats(column.getPrimitiveType());
        for (Object bound : List.of(
                chunk.getStatistics().genericGetMin(), chunk.getStatistics().genericGetMax())) {
            statistics.updateStats(
                    Binary.fromString(((Binary) bound).toStringUsingUTF8().replace(from + "/", to + "/")));
        }
        writer.startColumn(column, chunk.getValueCount(), chunk.getCodec());
        writer.writeDictionaryPage(new DictionaryPage(
                BytesInput.copy(compressor.compress(BytesInput.from(renamed))),
                renamed.length,
                dictionary.getDictionarySize(),
                dictionary.getEncoding()));
        for (DataPage page = pages.readPage(); page != null; page = pages.readPage()) {
            DataPageV1 data = (DataPageV1) page;
            writer.writeDataPage(
                    data.getValueCount(),
                    data.getUncompressedSize(),
                    BytesInput.copy(compressor.compress(data.getBytes())),
                    statistics,
                    data.getValueCount(),
                    data.getRlEncoding(),
                    data.getDlEncoding(),
                    data.getValueEncoding());
        }
        writer.endColumn();
        codecs.release();
    }
}
