/** The documents of the shop of the sample catalog: what it says of delivery, returns, warranty, sizes and care. Nobody's real terms. */

/** File name -> text. */
export const policyFiles: Readonly<Record<string, string>> = {
  'policy-en.md': `# Northgate Store: terms for customers

## Delivery

We deliver within the European Union, Switzerland and the United Kingdom. Orders placed before 14:00 are dispatched on the same working day. Standard delivery takes 3 to 5 working days and costs 4.90 EUR; it is free of charge from 60 EUR. Express delivery takes 1 to 2 working days and costs 12.00 EUR.

Each parcel has a tracking number, which is sent by e-mail. Parcels are carried by Postline.

## Returns and exchanges

Goods can be returned within 30 days of receipt, unworn and with their labels. Return postage is free within Germany; elsewhere it costs 6.00 EUR. Money is refunded to the means of payment within 7 days after the parcel has come back. Another size or colour is sent in exchange without further postage. Worn hosiery and opened cosmetics cannot be returned.

## Warranty

All goods have a warranty of 24 months against faults of material and making. Zips and seams of bags are repaired free of charge for 36 months. The warranty does not cover normal wear.

## Size and fit

Clothes fit true to size. Between two sizes, choose the larger one. Shoes are in European sizes; the length of the insole is printed on the box.

## Care

### Wool and knitwear

Wash wool by hand at 30 degrees or in the wool cycle. Dry it flat and do not tumble dry.

### Cotton and denim

Wash cotton and denim at 40 degrees, inside out, with like colours.

### Leather

Wipe leather with a damp cloth and treat it with leather cream twice a year. Do not machine wash.
`,
  'policy-zh.md': `# 北门商店顾客须知

## 发货与配送

我们配送至欧盟、瑞士和英国。14:00 前的订单当个工作日发货。标准配送需要 3 到 5 个工作日，运费 4.90 欧元，满 60 欧元免运费。加急配送需要 1 到 2 个工作日，运费 12.00 欧元。

每个包裹都有物流单号，通过电子邮件发送。

## 退货与换货

收货后 30 天内可以退货，须未穿着且吊牌完好。德国境内退货免邮费，其他地区退货邮费 6.00 欧元。包裹退回后 7 天内原路退款。换尺码或颜色不再收取邮费。已穿着的袜类和已开封的化妆品不能退货。

## 保修

所有商品享有 24 个月保修，涵盖材料和做工问题。箱包的拉链和缝线 36 个月内免费维修。保修不包括正常磨损。

## 尺码与版型

服装尺码标准。介于两个尺码之间时，请选择较大的一个。鞋类为欧码，鞋垫长度印在鞋盒上。

## 护理

### 羊毛与针织

羊毛请用 30 度水手洗或羊毛程序洗涤，平铺晾干，不可烘干。

### 棉与牛仔

棉和牛仔请用 40 度水洗涤，翻面，与相近颜色同洗。

### 皮革

皮革请用湿布擦拭，每年用皮革护理膏护理两次，不可机洗。
`,
  'questions.csv': `question,answer
Do you offer gift wrapping?,Gift wrapping costs 3.50 EUR for each parcel and can be chosen at the checkout.
可以包装成礼品吗?,礼品包装每个包裹 3.50 欧元，可在结账时选择。
Is there a shop to visit?,"Our showroom is at 12 Harbour Street in Bremen, open from Tuesday to Saturday, 10:00 to 18:00."
有实体店吗?,我们的展厅位于不来梅港口街 12 号，周二至周六 10:00 至 18:00 开放。
`,
};

/** Of the folder beside the table. */
export const policyFolder = 'documents';
