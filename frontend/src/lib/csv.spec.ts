import { csvLine } from './csv';

describe('csvLine', () => {
  it('ends as RFC 4180 says', () => {
    expect(csvLine(['a', 'b'])).toBe('a,b\r\n');
  });

  it.each([
    ['with, comma', '"with, comma"'],
    ['a "quoted" word', '"a ""quoted"" word"'],
    ['two\nlines', '"two\nlines"'],
    ['two\r\nlines', '"two\r\nlines"'],
    ['semi;colon', 'semi;colon'],
    ['', ''],
  ])('writes %j as %j', (text, cell) => {
    expect(csvLine([text])).toBe(`${cell}\r\n`);
  });

  it.each([
    ['=1+1', "'=1+1"],
    ['+49 30 1234', "'+49 30 1234"],
    ['-1+1', "'-1+1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1+1', "'\t=1+1"],
    ['\r=1+1', '"\'\r=1+1"'],
    ['\n=1+1', '"\'\n=1+1"'],
    ['=HYPERLINK("https://evil.example","me")', '"\'=HYPERLINK(""https://evil.example"",""me"")"'],
    ['a=b', 'a=b'],
    ['ada@example.com', 'ada@example.com'],
  ])('lets no spreadsheet run %j', (text, cell) => {
    expect(csvLine([text])).toBe(`${cell}\r\n`);
  });

  it('writes what is no text', () => {
    expect(csvLine([-3, true, null, { role: 'USER' }])).toBe('-3,true,,"{""role"":""USER""}"\r\n');
  });
});
